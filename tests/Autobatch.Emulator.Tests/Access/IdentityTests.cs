using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Who opens files by identity: the identities of a pool, and the one that the link names for nodes (FACTS R.7).</summary>
public sealed class IdentityTests(AzuriteFixture azurite) : AccessTest(new()
{
    StorageConnectionString = azurite.ConnectionString,
    StorageAccounts = [new() { Name = "wallsa", Firewall = true, ConnectionString = "DefaultEndpointsProtocol=http;AccountName=wallsa;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/wallsa;" }],
})
{
    private const string Mine = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";
    private const string Other = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other";

    [Fact]
    public async Task An_identity_of_the_pool_opens_containers_and_blobs_and_takes_outputs()
    {
        var container = await azurite.ContainerWithBlob();
        var url = container.Uri.AbsoluteUri;
        var pool = await Pool(Mine);

        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByUrl(url, Mine) + StorageSteps.Output(url, Mine.ToUpperInvariant())));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByBlob(url + "/a", Mine)));
        Assert.True(await container.GetBlobClient("stdout.txt").ExistsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByUrl("http://127.0.0.1:1/wallsa/any", Mine)));
    }

    [Fact]
    public async Task An_identity_that_the_pool_does_not_have_opens_nothing()
    {
        var url = (await azurite.ContainerWithBlob()).Uri.AbsoluteUri;
        foreach (var pool in (string[])[await Pool(Mine), await Client.Pool()])
        {
            Assert.Equal("ResourceContainerListMiscError", await Client.Outcome(pool, StorageSteps.ByUrl(url, Other)));
            Assert.Equal("BlobDownloadMiscError", await Client.Outcome(pool, StorageSteps.ByBlob(url + "/a", Other)));
            Assert.Equal("FileUploadMiscError", await Client.Outcome(pool, StorageSteps.Output(url, Other), "echo b"));
        }
    }

    [Fact]
    public async Task Linked_by_identity_nodes_need_the_identity_that_the_link_names()
    {
        var container = await azurite.ContainerWithBlob();
        var application = await Arm.Package();
        await Link($$""","nodeIdentityReference":{"resourceId":"{{Mine}}"}""");

        var right = await Pool(Mine, application);
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(right, StorageSteps.ByName(container)));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(right, "", StorageSteps.CatOf(application)));

        Assert.Equal("ResourceContainerListMiscError", await Client.Outcome(await Pool(Other), StorageSteps.ByName(container)));
        var wrong = await Pool(Other, application);
        Assert.Equal("ApplicationPackageError", (await Client.NodeIs(wrong, "unusable")).GetProperty("errors")[0].GetProperty("code").GetString());
        (await Arm.Send(HttpMethod.Patch, $"{AccountSteps.Account("devbatchaccount1")}/pools/{wrong}", $$"""{"identity":{{Identity(Mine)}} }""")).Expect(HttpStatusCode.OK);
        await Client.Reboot(wrong);
    }

    [Fact]
    public async Task Linked_by_identity_without_one_for_nodes_a_container_is_denied_and_a_node_with_packages_never_leaves_its_start()
    {
        var container = await azurite.ContainerWithBlob();
        var application = await Arm.Package();
        await Link("");

        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(await Pool(Mine), StorageSteps.ByName(container)));
        var stuck = await Pool(Mine, application);
        await Client.NodeIs(stuck, "starting");

        await Link($$""","nodeIdentityReference":{"resourceId":"{{Mine}}"}""");
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(await Pool(Mine, application), "", StorageSteps.CatOf(application)));
        await Client.NodeIs(stuck, "starting");
        await Client.Renew(stuck);
        await Client.NodeIs(stuck, "idle");
    }

    private static string Identity(string id) => $$"""{"type":"UserAssigned","userAssignedIdentities":{"{{id}}":{} } }""";

    private async Task Link(string more) => (await Arm.Send(HttpMethod.Patch, AccountSteps.Account("devbatchaccount1"), $$"""
        {"identity":{"type":"SystemAssigned"},"properties":{"autoStorage":{"storageAccountId":"{{AccountSteps.Storage("devstoreaccount1")}}","authenticationMode":"BatchAccountManagedIdentity"{{more}}} } }
        """)).Expect(HttpStatusCode.OK);

    /// <summary>A pool of one node with an identity.</summary>
    private async Task<string> Pool(string identity, string? application = null)
    {
        var id = EmulatorFixture.UniqueId("pool");
        var packages = application is null ? "" : $$""","applicationPackages":[{"id":"{{AccountSteps.Account("devbatchaccount1")}}/applications/{{application}}","version":"1"}]""";
        (await Arm.Send(
            HttpMethod.Put,
            $"{AccountSteps.Account("devbatchaccount1")}/pools/{id}",
            $$"""{"identity":{{Identity(identity)}},"properties":{"vmSize":"a","taskSlotsPerNode":4,"scaleSettings":{"fixedScale":{"targetDedicatedNodes":1} }{{packages}}} }""")).Expect(HttpStatusCode.OK);
        await Client.PoolIsSteady(id);
        return id;
    }
}
