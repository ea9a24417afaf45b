using System.Net;
using Autobatch.Emulator.Tests.Faults;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The emulator is killed with SIGKILL while something is being deleted, and started again on the same folder.</summary>
public sealed class DeletionRestartTests : IDisposable
{
    private const string Endless = "/bin/sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 600'";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pool_goes_with_its_nodes_and_its_tasks_wait_for_another()
    {
        string pool, job;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            pool = await client.Pool(nodes: 3, slots: 1);
            job = await client.Job(pool);
            for (var i = 0; i < 3; i++)
            {
                await client.Task(job, $"{i}", Endless);
                await client.TaskIs(job, $"{i}", "running");
            }

            (await client.Delete($"/pools/{pool}")).Expect(HttpStatusCode.Accepted);
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        await Batch.Until(async () => (await again.Get($"/pools/{pool}")).Status == HttpStatusCode.NotFound, "the pool is gone");
        await Batch.Until(() => Task.FromResult(Nodes("devbatchaccount1", pool).Length == 0), "its nodes have no folders");
        Assert.All((await again.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray(), task =>
        {
            Assert.Equal("active", task.GetProperty("state").GetString());
            Assert.Equal(1, task.GetProperty("executionInfo").Number("requeueCount"));
        });
        Assert.Empty(Orphans.Of(_folder.Path));
    }

    [Fact]
    public async Task A_job_goes_and_leaves_nothing_to_a_namesake()
    {
        string pool, job;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            pool = await client.Pool(nodes: 2, slots: 4);
            job = await client.Job(pool);
            for (var i = 0; i < 8; i++)
            {
                await client.Task(job, $"{i}", Endless);
                await client.TaskIs(job, $"{i}", "running");
            }

            (await client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        await Batch.Until(async () => (await again.Get($"/jobs/{job}")).Status == HttpStatusCode.NotFound, "the job is gone");
        Assert.Empty(Orphans.Of(_folder.Path));
        (await again.Post("/jobs", $$"""{"id":"{{job}}","poolInfo":{"poolId":"{{pool}}"} }""")).Expect(HttpStatusCode.Created);
        for (var i = 0; i < 8; i++)
        {
            await again.Task(job, $"{i}", "/bin/sh -c 'test ! -e pid'");
            Assert.Equal("success", (await again.TaskIs(job, $"{i}", "completed")).GetProperty("executionInfo").GetProperty("result").GetString());
        }
    }

    [Fact]
    public async Task An_account_goes_on_being_deleted_and_what_was_in_it_is_gone()
    {
        string pool;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            using var other = new EmulatorClient(first.Address, "devbatchaccount2");
            pool = await other.Pool();
            await other.Task(await other.Job(pool), "1", Endless);
            await Rule(client, first, "soon", "devbatchaccount2", "PT1S");
            await Rule(client, first, "late", "devbatchaccount1", "PT1H");
            foreach (var account in (string[])["devbatchaccount1", "devbatchaccount2"])
            {
                (await Arm(client, first, HttpMethod.Delete, account)).Expect(HttpStatusCode.Accepted);
            }

            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.Equal("Deleting", (await Arm(again, second, HttpMethod.Get, "devbatchaccount1")).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("provisioningState").GetString());
        (await again.Get("/jobs")).Expect(HttpStatusCode.Forbidden);
        await Batch.Until(async () => (await Arm(again, second, HttpMethod.Get, "devbatchaccount2")).Status == HttpStatusCode.NotFound, "the account is gone");
        Assert.Empty(Orphans.Of(_folder.Path));
        Assert.Empty(Nodes("devbatchaccount2", pool));
    }

    [Fact]
    public async Task An_account_that_the_options_leave_out_for_once_finds_its_files_again()
    {
        EmulatorOptions options = new() { Location = _folder.Path, HttpPort = 0, HttpsPort = 0 };
        string pool;
        await using (var first = await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken))
        {
            using var client = new EmulatorClient(first.HttpAddress, "devbatchaccount2");
            pool = await client.Pool();
            await client.Task(await client.Job(pool), "1", "/bin/sh -c 'echo kept > $AZ_BATCH_NODE_SHARED_DIR/file'");
            await Batch.Until(() => Task.FromResult(Nodes("devbatchaccount2", pool) is [var node] && File.Exists(Path.Combine(node, "shared", "file"))), "the file is there");
        }

        await using (await EmulatorHost.StartAsync(options with { Accounts = [EmulatedAccount.WellKnownAccounts[0]] }, TestContext.Current.CancellationToken))
        {
            Assert.Single(Nodes("devbatchaccount2", pool));
        }

        await using var third = await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(Assert.Single(Nodes("devbatchaccount2", pool)), "shared", "file")));
    }

    private string[] Nodes(string account, string pool) => Directory.Exists(_folder[$"nodes/{account}/{pool}"]) ? Directory.GetDirectories(_folder[$"nodes/{account}/{pool}"]) : [];

    private static async Task Rule(EmulatorClient client, EmulatorProcess emulator, string id, string account, string delay) => (await client.SendRaw(
        new(HttpMethod.Put, new Uri(emulator.Address, $"/_emulator/faults/{id}")) { Content = new StringContent($$"""{"kind":"accountDelay","account":"{{account}}","delay":"{{delay}}"}""") })).Expect(HttpStatusCode.OK);

    private static Task<Answer> Arm(EmulatorClient client, EmulatorProcess emulator, HttpMethod method, string account)
    {
        var request = new HttpRequestMessage(method, new Uri(emulator.Address, AccountSteps.Account(account) + "?api-version=2025-06-01"));
        request.Headers.Authorization = new("Bearer", WellKnown.DevelopmentToken);
        return client.SendRaw(request);
    }
}
