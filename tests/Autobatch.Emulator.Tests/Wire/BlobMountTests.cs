using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Access;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Pools that mount containers, on both planes.</summary>
public sealed class BlobMountTests(AzuriteFixture azurite) : AccessTest(new()
{
    StorageConnectionString = azurite.ConnectionString,
    StorageAccounts = [new() { Name = "wallsa", Firewall = true }, new() { Name = "hnssa", IsHnsEnabled = true }],
})
{
    private const string Mine = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";

    [Fact]
    public async Task A_start_task_and_tasks_read_and_write_the_container_by_key()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(more: $"{Mount(container, ByKey)}{NodeSteps.StartTask("cat $AZ_BATCH_NODE_MOUNTS_DIR/data/a > $AZ_BATCH_NODE_MOUNTS_DIR/data/started", ",\"waitForSuccess\":true")}");

        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; cat started; echo done > result"));

        Assert.Equal("done\n", await Content(container, "result"));
        Assert.Equal(StorageSteps.Fetched, await Content(container, "started"));
    }

    [Fact]
    public async Task A_mount_may_lie_deeper()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(more: Mount(container, ByKey, path: "deep/er/data"));

        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", "cat $AZ_BATCH_NODE_MOUNTS_DIR/deep/er/data/a"));
    }

    [Fact]
    public async Task Secrets_never_come_back_and_the_rest_does()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(nodes: 0, more: Mount(container, ByKey));
        var job = EmulatorFixture.UniqueId("job");
        (await Client.Post("/jobs", $$$"""{"id":"{{{job}}}","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"a"{{{Mount(container, BySas(container))}}} } } } }""")).Expect(HttpStatusCode.Created);
        var schedule = EmulatorFixture.UniqueId("schedule");
        (await Client.Post("/jobschedules", $$$"""{"id":"{{{schedule}}}","schedule":{"doNotRunUntil":"2099-01-01T00:00:00Z"},"jobSpecification":{"poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"a"{{{Mount(container, BySas(container))}}} } } } } }""")).Expect(HttpStatusCode.Created);

        Answer[] answers =
        [
            await Client.Get($"/pools/{pool}"),
            await Client.Get("/pools"),
            await Arm.Send(HttpMethod.Get, $"{ResourceManagerClient.Account}/pools/{pool}"),
            await Client.Get($"/jobs/{job}"),
            await Client.Get($"/jobschedules/{schedule}"),
        ];
        Assert.All(answers, answer =>
        {
            Assert.Contains($"\"containerName\":\"{container.Name}\"", answer.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("accountKey", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("sasKey", answer.Text, StringComparison.Ordinal);
        });

        // What was read of the job can be written back.
        var read = (await Client.Get($"/jobs/{job}")).Json.GetProperty("poolInfo").GetRawText();
        (await Client.Patch($"/jobs/{job}", $$"""{"poolInfo":{{read}} }""")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_mount_that_fails_makes_the_node_unusable_and_a_reboot_tries_again()
    {
        var container = await azurite.ContainerWithBlob();
        var absent = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(AzuriteFixture.UniqueName());
        await Fails(Mount(container, "\"accountKey\":\"d3Jvbmc=\""), "403");
        await Fails(Mount(container, "\"accountKey\":\"no key\""), "ase-64");
        await Fails(Mount(container, ByKey, account: "nowhere"), "no storage account 'nowhere'");
        await Fails(Mount(container, ByKey, account: "wallsa"), "firewall");
        await Fails(Mount(container, ByKey, account: "hnssa"), "hierarchical namespace");
        await Fails(Mount(container, $$"""
            "identityReference":{"resourceId":"{{Mine}}"}
            """), "does not have the identity");
        var pool = await Fails(Mount(absent, ByKey), "ContainerNotFound");

        await absent.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Client.Reboot(pool);
        Assert.Equal("ok\n", await Client.Outcome(pool, "", "test -d $AZ_BATCH_NODE_MOUNTS_DIR/data && echo ok"));
    }

    [Fact]
    public async Task An_identity_of_the_pool_opens_the_container()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = EmulatorFixture.UniqueId("pool");
        var path = $"{ResourceManagerClient.Account}/pools/{pool}";
        (await Arm.Send(HttpMethod.Put, path, $$"""
            {"identity":{"type":"UserAssigned","userAssignedIdentities":{"{{Mine}}":{} } },"properties":{"vmSize":"a","scaleSettings":{"fixedScale":{"targetDedicatedNodes":1} }{{Mount(container, $$"""
            "identityReference":{"resourceId":"{{Mine}}"}
            """)}} } }
            """)).Expect(HttpStatusCode.OK);

        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", "cat $AZ_BATCH_NODE_MOUNTS_DIR/data/a"));
        Assert.Equal("OperationInvalidForCurrentState", (await Arm.Send(HttpMethod.Patch, path, $$"""{"properties":{"mountConfiguration":[]} }""")).Expect(HttpStatusCode.Conflict).Error());
    }

    [Fact]
    public async Task A_key_that_is_regenerated_ends_what_it_opened()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(more: Mount(container, ByKey));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", "cat $AZ_BATCH_NODE_MOUNTS_DIR/data/a"));

        await Arm.RegenerateKey();

        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, "", "true"));
        await Client.Reboot(pool, "unusable");
    }

    [Fact]
    public async Task Mounts_change_while_the_pool_is_empty_only()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(nodes: 0);
        var mount = $"{{{Mount(container, ByKey)[1..]}}}";
        (await Client.Patch($"/pools/{pool}", mount)).Expect(HttpStatusCode.OK);
        (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, "", "cat $AZ_BATCH_NODE_MOUNTS_DIR/data/a"));

        (await Client.Patch($"/pools/{pool}", mount)).Expect(HttpStatusCode.OK);
        Assert.Equal("OperationInvalidForCurrentState", (await Client.Patch($"/pools/{pool}", """{"mountConfiguration":[]}""")).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task An_auto_pool_goes_when_all_is_in_the_container()
    {
        var container = await azurite.ContainerWithBlob();
        var job = EmulatorFixture.UniqueId("job");
        (await Client.Post("/jobs", $$$"""{"id":"{{{job}}}","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"a","targetDedicatedNodes":1{{{Mount(container, ByKey)}}} } } } }""")).Expect(HttpStatusCode.Created);
        await Client.Task(job, "1", "/bin/sh -c 'echo first > $AZ_BATCH_NODE_MOUNTS_DIR/data/first; touch ready; sleep 600'");
        await Batch.Until(async () => (await Client.Get($"/jobs/{job}/tasks/1/files/wd%2Fready")).Status == HttpStatusCode.OK, "the task has written");

        // The task is ended, its node and its pool go.
        (await Client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => !(await Client.Get("/pools")).Expect(HttpStatusCode.OK).Ids.Any(), "the pool is gone");

        Assert.Equal("first\n", await Content(container, "first"));
    }

    [Fact]
    public async Task A_reimaged_node_has_sent_everything_and_begins_anew()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool(more: Mount(container, ByKey));
        await Client.Outcome(pool, "", "echo mine > $AZ_BATCH_NODE_MOUNTS_DIR/data/mine; touch $AZ_BATCH_NODE_SHARED_DIR/local");
        var before = await Client.NodeIs(pool, "idle");

        (await Client.Post($"/pools/{pool}/nodes/{before.Id()}/reimage")).Expect(HttpStatusCode.Accepted);
        await Client.NodeWith(pool, node => node.GetProperty("state").GetString() == "idle" && node.GetProperty("lastBootTime").GetString() != before.GetProperty("lastBootTime").GetString(), "the node is new");

        Assert.Equal("a\nmine\n", await Client.Outcome(pool, "", "ls $AZ_BATCH_NODE_MOUNTS_DIR/data $AZ_BATCH_NODE_SHARED_DIR | grep -v : | grep ."));
    }

    [Theory]
    [InlineData("""[{"cifsMountConfiguration":{"source":"s","username":"u","password":"p","relativeMountPath":"m"}}]""", "UnsupportedProperty")]
    [InlineData("""[{"azureFileShareConfiguration":{"accountName":"acc","azureFileUrl":"https://a","accountKey":"k","relativeMountPath":"m"}}]""", "UnsupportedProperty")]
    [InlineData("""[{}]""", "MissingRequiredProperty")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","relativeMountPath":"m"}}]""", "InvalidPropertyValue")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","accountKey":"k","sasKey":"s","relativeMountPath":"m"}}]""", "InvalidPropertyValue")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","accountKey":"k","relativeMountPath":"../out"}}]""", "InvalidPropertyValue")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","accountKey":"k","relativeMountPath":"/out"}}]""", "InvalidPropertyValue")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"../con","accountKey":"k","relativeMountPath":"m"}}]""", "InvalidPropertyValue")]
    [InlineData("""[{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","accountKey":"k","relativeMountPath":"m"}},{"azureBlobFileSystemConfiguration":{"accountName":"acc","containerName":"con","accountKey":"k","relativeMountPath":"m/n"}}]""", "InvalidPropertyValue")]
    public async Task A_wrong_mount_is_refused_by_name_on_both_planes(string mounts, string code)
    {
        Assert.Equal(code, (await Client.Post("/pools", $$"""{"id":"a","vmSize":"x","mountConfiguration":{{mounts}} }""")).Expect(HttpStatusCode.BadRequest).Code);
        Assert.Equal(code, (await Arm.Send(HttpMethod.Put, $"{ResourceManagerClient.Account}/pools/a", $$"""{"properties":{"vmSize":"x","mountConfiguration":{{mounts}} } }""")).Expect(HttpStatusCode.BadRequest).Error());
    }

    private static string BySas(BlobContainerClient container) => $"\"sasKey\":\"{new Uri(container.Sas()).Query}\"";

    private string ByKey => $"\"accountKey\":\"{azurite.ConnectionString.Split(';').First(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..]}\"";

    /// <summary>A mount as a property to be appended to a body.</summary>
    private static string Mount(BlobContainerClient container, string credential, string account = "devstoreaccount1", string path = "data") => $$"""
        ,"mountConfiguration":[{"azureBlobFileSystemConfiguration":{"accountName":"{{account}}","containerName":"{{container.Name}}","relativeMountPath":"{{path}}",{{credential}} } }]
        """;

    private static async Task<string> Content(BlobContainerClient container, string blob) =>
        (await container.GetBlobClient(blob).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();

    /// <summary>A pool whose node cannot mount, and says why.</summary>
    private async Task<string> Fails(string mount, string reason)
    {
        var pool = await Client.Pool(more: mount);
        var error = (await Client.NodeIs(pool, "unusable")).GetProperty("errors")[0];
        Assert.Equal("MountConfigurationError", error.GetProperty("code").GetString());
        Assert.Contains(reason, error.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("MountConfigurationPath", error.GetRawText(), StringComparison.Ordinal);
        return pool;
    }
}
