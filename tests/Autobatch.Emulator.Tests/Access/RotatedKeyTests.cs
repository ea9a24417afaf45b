using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>A storage key is regenerated: what fails then on nodes, and what mends it (FACTS D, R.7).</summary>
public sealed class RotatedKeyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private EmulatorHost _host = null!;
    private ResourceManagerClient _arm = null!;
    private EmulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccountSteps.Start(new() { StorageConnectionString = azurite.ConnectionString, StorageAccounts = [new() { Name = "devstoreaccount1" }] });
        (_arm, _client) = (new(_host), new(_host.HttpAddress));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _arm.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_container_of_the_account_is_denied_until_the_keys_are_synchronised_and_the_node_is_booted_after_that()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await _client.Pool();
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(container)));

        await _arm.RegenerateKey();
        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(pool, StorageSteps.ByName(container)));
        await _client.Reboot(pool);
        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(pool, StorageSteps.ByName(container)));

        await _arm.SyncKeys();
        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(pool, StorageSteps.ByName(container)));
        await _client.Reboot(pool);
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(container)));

        await _arm.SyncKeys();
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(container)));
    }

    [Fact]
    public async Task A_start_task_without_its_files_leaves_the_node_behind_until_it_is_booted_with_the_new_key()
    {
        var container = await azurite.ContainerWithBlob();
        await _arm.RegenerateKey();
        var pool = await _client.Pool(more: NodeSteps.StartTask("cat a", StorageSteps.ByName(container)));

        var failure = (await _client.NodeIs(pool, "starttaskfailed")).GetProperty("startTaskInfo").GetProperty("failureInfo");
        Assert.Equal(("ResourceContainerAccessDenied", "usererror"), (failure.GetProperty("code").GetString(), failure.GetProperty("category").GetString()));

        await _arm.SyncKeys();
        await _client.Reboot(pool);
    }

    [Fact]
    public async Task A_package_of_a_pool_cannot_be_deployed_and_none_be_registered()
    {
        var application = await _arm.Package();
        await _arm.RegenerateKey();
        var pool = await _client.Pool(more: StorageSteps.OfPackage(application));
        Assert.Equal("ApplicationPackageError", (await _client.NodeIs(pool, "unusable")).GetProperty("errors")[0].GetProperty("code").GetString());
        var next = $"{AccountSteps.Account("devbatchaccount1")}/applications/{application}/versions/2";
        Assert.Equal("AutoStorageAccessDenied", (await _arm.Send(HttpMethod.Put, next)).Expect(HttpStatusCode.Conflict).Error());

        await _arm.SyncKeys();
        (await _arm.Send(HttpMethod.Put, next)).Expect(HttpStatusCode.OK);
        await _client.Reboot(pool);
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, "", StorageSteps.CatOf(application)));
    }

    [Fact]
    public async Task A_signature_of_before_dies_with_its_key_and_one_of_after_is_good_on_the_same_node()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await _client.Pool(nodes: 0);
        string[] bodies = [StorageSteps.ByUrl(container.Sas()), StorageSteps.ByBlob(container.Sas().Replace("?", "/a?", StringComparison.Ordinal)), StorageSteps.Output(container.Sas())];
        List<string> jobs = [];
        foreach (var body in bodies)
        {
            var job = await _client.Job(pool);
            await _client.Task(job, "1", "/bin/sh -c 'echo b'", body);
            jobs.Add(job);
        }

        await _arm.RegenerateKey();
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(
            ["ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied"],
            [await _client.OutcomeOf(jobs[0]), await _client.OutcomeOf(jobs[1]), await _client.OutcomeOf(jobs[2])]);
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, bodies[0] + StorageSteps.Output(container.Sas())));
        Assert.True(await container.GetBlobClient("stdout.txt").ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_task_with_a_signature_of_before_is_mended_by_a_new_one()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await _client.Pool(nodes: 0, more: NodeSteps.StartTask("cat a", StorageSteps.ByUrl(container.Sas())));
        await _arm.RegenerateKey();
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);
        await _client.NodeIs(pool, "starttaskfailed");

        (await _client.Patch($"/pools/{pool}", $$"""{{{NodeSteps.StartTask("cat a", StorageSteps.ByUrl(container.Sas()))[1..]}} }""")).Expect(HttpStatusCode.OK);

        await _client.Reboot(pool);
    }

    [Fact]
    public async Task The_other_key_changes_nothing()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await _client.Pool(nodes: 0);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/cat a", StorageSteps.ByUrl(container.Sas()));
        await _arm.RegenerateKey(key: "key2");
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(StorageSteps.Fetched, await _client.OutcomeOf(job));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(container)));
    }
}
