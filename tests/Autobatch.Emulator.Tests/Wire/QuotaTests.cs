using System.Net;
using Autobatch.Emulator.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>What needs an emulator with options of its own.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task Quotas_of_jobs_and_pools_are_kept()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ActiveJobQuota = 1, PoolQuota = 1 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var first = await client.Job("p");
        await client.Pool(nodes: 0);

        Assert.Equal("ActiveJobAndScheduleQuotaReached", (await client.Post("/jobs", """{"id":"two","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("PoolQuotaReached", (await client.Post("/pools", """{"id":"two","vmSize":"x"}""")).Expect(HttpStatusCode.Conflict).Code);

        (await client.Post($"/jobs/{first}/terminate")).Expect(HttpStatusCode.Accepted);
        (await client.Post("/jobs", """{"id":"two","poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_job_ends_when_its_wall_clock_is_up()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, TimeProvider = time, AllowedClockSkew = TimeSpan.FromDays(10) }, NullLoggerFactory.Instance, new IdleAgent(), TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var job = await client.Job("p", ""","constraints":{"maxWallClockTime":"P2D"}""");

        time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        Assert.Equal("active", (await client.Get($"/jobs/{job}")).Json.GetProperty("state").GetString());

        // The loop sets its timer after the request has been answered, so the clock goes on until it fires.
        await Batch.Until(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(2));
                return (await client.Get($"/jobs/{job}")).Json.GetProperty("state").GetString() == "completed";
            },
            "the job has ended");
        Assert.Equal("MaxWallClockTimeExpiry", (await client.Get($"/jobs/{job}")).Json.GetProperty("executionInfo").GetProperty("terminateReason").GetString());
    }

    [Fact]
    public async Task Reset_forgets_everything_and_ends_what_runs()
    {
        await using var host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(host.HttpAddress);
        var job = await client.Job(await client.Pool());
        await client.Task(job, "1", "/bin/sleep 600");
        await client.TaskIs(job, "1", "running");

        (await client.SendRaw(new(HttpMethod.Post, new Uri(host.HttpAddress, "/_emulator/reset")))).Expect(HttpStatusCode.OK);

        Assert.Empty((await client.Get("/jobs")).Ids);
        Assert.Empty((await client.Get("/pools")).Ids);
        (await client.Post("/jobs", $$"""{"id":"{{job}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);
    }

    private sealed class IdleAgent : INodeAgent
    {
        public ITaskFiles Files => throw new NotSupportedException("No test asks for files.");

        public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<TaskOutcome> RunAsync(TaskLaunch launch, Action<TaskPhase> progress, CancellationToken terminate) =>
            throw new NotSupportedException("No test runs a task.");

        public Task<TaskFailure?> DeployAsync(NodePlace node, IReadOnlyList<PackageToDeploy> packages, CancellationToken terminate) => Task.FromResult<TaskFailure?>(null);

        public Task DeleteTaskAsync(TaskPlace task, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteJobAsync(string account, string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveNodeAsync(NodePlace node, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
