using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>A storage key is regenerated: what fails then on nodes, and what mends it (FACTS D, R.7).</summary>
public sealed class RotatedKeyTests(AzuriteFixture azurite) : AccessTest(new() { StorageConnectionString = azurite.ConnectionString })
{
    [Fact]
    public async Task A_container_of_the_account_is_denied_until_the_keys_are_synchronised_and_the_node_is_booted_after_that()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool();
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(container)));

        await Arm.RegenerateKey();
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByName(container)));
        await Client.Reboot(pool);
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByName(container)));

        await Arm.SyncKeys();
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByName(container)));
        await Client.Reboot(pool);
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(container)));

        await Arm.SyncKeys();
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(container)));
    }

    [Fact]
    public async Task A_start_task_without_its_files_leaves_the_node_behind_until_it_is_booted_with_the_new_key()
    {
        var container = await azurite.ContainerWithBlob();
        await Arm.RegenerateKey();
        var pool = await Client.Pool(more: NodeSteps.StartTask("cat a", StorageSteps.ByName(container)));

        var failure = (await Client.NodeIs(pool, "starttaskfailed")).GetProperty("startTaskInfo").GetProperty("failureInfo");
        Assert.Equal(("ResourceContainerAccessDenied", "usererror"), (failure.GetProperty("code").GetString(), failure.GetProperty("category").GetString()));

        await Arm.SyncKeys();
        await Client.Reboot(pool);
    }

    [Fact]
    public async Task A_package_of_a_pool_cannot_be_deployed_and_none_be_registered()
    {
        var application = await Arm.Package();
        await Arm.RegenerateKey();
        var pool = await Client.Pool(more: StorageSteps.OfPackage(application));
        Assert.Equal("ApplicationPackageError", (await Client.NodeIs(pool, "unusable")).GetProperty("errors")[0].GetProperty("code").GetString());
        var next = $"{AccountSteps.Account("devbatchaccount1")}/applications/{application}/versions/2";
        Assert.Equal("AutoStorageAccessDenied", (await Arm.Send(HttpMethod.Put, next)).Expect(HttpStatusCode.Conflict).Error());

        await Arm.SyncKeys();
        (await Arm.Send(HttpMethod.Put, next)).Expect(HttpStatusCode.OK);
        await Client.Reboot(pool);
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", StorageSteps.CatOf(application)));
    }

    [Fact]
    public async Task A_signature_of_before_dies_with_its_key_and_one_of_after_is_good_on_the_same_node()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(nodes: 0);
        string[] bodies = [StorageSteps.ByUrl(container.Sas()), StorageSteps.ByBlob(container.Sas().Replace("?", "/a?", StringComparison.Ordinal)), StorageSteps.Output(container.Sas())];
        List<string> jobs = [];
        foreach (var body in bodies)
        {
            var job = await Client.Job(pool);
            await Client.Task(job, "1", "/bin/sh -c 'echo b'", body);
            jobs.Add(job);
        }

        await Arm.RegenerateKey();
        (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(
            ["ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied"],
            [await Client.OutcomeOf(jobs[0]), await Client.OutcomeOf(jobs[1]), await Client.OutcomeOf(jobs[2])]);
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, bodies[0] + StorageSteps.Output(container.Sas())));
        Assert.True(await container.GetBlobClient("stdout.txt").ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_task_with_a_signature_of_before_is_mended_by_a_new_one()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(nodes: 0, more: NodeSteps.StartTask("cat a", StorageSteps.ByUrl(container.Sas())));
        await Arm.RegenerateKey();
        (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);
        await Client.NodeIs(pool, "starttaskfailed");

        (await Client.Patch($"/pools/{pool}", $$"""{{{NodeSteps.StartTask("cat a", StorageSteps.ByUrl(container.Sas()))[1..]}} }""")).Expect(HttpStatusCode.OK);

        await Client.Reboot(pool);
    }

    [Fact]
    public async Task The_other_key_changes_nothing()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(nodes: 0);
        var job = await Client.Job(pool);
        await Client.Task(job, "1", "/bin/cat a", StorageSteps.ByUrl(container.Sas()));
        await Arm.RegenerateKey(key: "key2");
        (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(StorageSteps.Fetched, await Client.OutcomeOf(job));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(container)));
    }
}
