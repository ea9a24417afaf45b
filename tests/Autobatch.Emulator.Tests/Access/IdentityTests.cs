using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Who opens files by identity: the identities of a pool, and the one that the link names for nodes (FACTS R.7).</summary>
public sealed class IdentityTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Mine = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";
    private const string Other = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other";
    private EmulatorHost _host = null!;
    private ResourceManagerClient _arm = null!;
    private EmulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccountSteps.Start(new() { StorageConnectionString = azurite.ConnectionString, StorageAccounts = [new() { Name = "wallsa", Firewall = true, ConnectionString = "DefaultEndpointsProtocol=http;AccountName=wallsa;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/wallsa;" }] });
        (_arm, _client) = (new(_host), new(_host.HttpAddress));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _arm.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_identity_of_the_pool_opens_containers_and_blobs_and_takes_outputs()
    {
        var container = await azurite.ContainerWithBlob();
        var url = container.Uri.AbsoluteUri;
        var pool = await Pool(Mine);

        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByUrl(url, Mine) + StorageSteps.Output(url, Mine.ToUpperInvariant())));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByBlob(url + "/a", Mine)));
        Assert.True(await container.GetBlobClient("stdout.txt").ExistsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(pool, StorageSteps.ByUrl("http://127.0.0.1:1/wallsa/any", Mine)));
    }

    [Fact]
    public async Task An_identity_that_the_pool_does_not_have_opens_nothing()
    {
        var url = (await azurite.ContainerWithBlob()).Uri.AbsoluteUri;
        foreach (var pool in (string[])[await Pool(Mine), await _client.Pool()])
        {
            Assert.Equal("ResourceContainerListMiscError", await _client.Outcome(pool, StorageSteps.ByUrl(url, Other)));
            Assert.Equal("BlobDownloadMiscError", await _client.Outcome(pool, StorageSteps.ByBlob(url + "/a", Other)));
            Assert.Equal("FileUploadMiscError", await _client.Outcome(pool, StorageSteps.Output(url, Other), "echo b"));
        }
    }

    [Fact]
    public async Task Linked_by_identity_nodes_need_the_identity_that_the_link_names()
    {
        var container = await azurite.ContainerWithBlob();
        var application = await _arm.Package();
        await Link($$""","nodeIdentityReference":{"resourceId":"{{Mine}}"}""");

        var right = await Pool(Mine, application);
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(right, StorageSteps.ByName(container)));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(right, "", StorageSteps.CatOf(application)));

        Assert.Equal("ResourceContainerListMiscError", await _client.Outcome(await Pool(Other), StorageSteps.ByName(container)));
        var wrong = await Pool(Other, application);
        Assert.Equal("ApplicationPackageError", (await _client.NodeIs(wrong, "unusable")).GetProperty("errors")[0].GetProperty("code").GetString());
        (await _arm.Send(HttpMethod.Patch, $"{AccountSteps.Account("devbatchaccount1")}/pools/{wrong}", $$"""{"identity":{{Identity(Mine)}} }""")).Expect(HttpStatusCode.OK);
        await _client.Reboot(wrong);
    }

    [Fact]
    public async Task Linked_by_identity_without_one_for_nodes_a_container_is_denied_and_a_node_with_packages_never_leaves_its_start()
    {
        var container = await azurite.ContainerWithBlob();
        var application = await _arm.Package();
        await Link("");

        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(await Pool(Mine), StorageSteps.ByName(container)));
        var stuck = await Pool(Mine, application);
        await _client.NodeIs(stuck, "starting");

        await Link($$""","nodeIdentityReference":{"resourceId":"{{Mine}}"}""");
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(await Pool(Mine, application), "", StorageSteps.CatOf(application)));
        await _client.NodeIs(stuck, "starting");
        await _client.Renew(stuck);
        await _client.NodeIs(stuck, "idle");
    }

    private static string Identity(string id) => $$"""{"type":"UserAssigned","userAssignedIdentities":{"{{id}}":{} } }""";

    private async Task Link(string more) => (await _arm.Send(HttpMethod.Patch, AccountSteps.Account("devbatchaccount1"), $$"""
        {"identity":{"type":"SystemAssigned"},"properties":{"autoStorage":{"storageAccountId":"{{AccountSteps.Storage("devstoreaccount1")}}","authenticationMode":"BatchAccountManagedIdentity"{{more}}} } }
        """)).Expect(HttpStatusCode.OK);

    /// <summary>A pool of one node with an identity.</summary>
    private async Task<string> Pool(string identity, string? application = null)
    {
        var id = EmulatorFixture.UniqueId("pool");
        var packages = application is null ? "" : $$""","applicationPackages":[{"id":"{{AccountSteps.Account("devbatchaccount1")}}/applications/{{application}}","version":"1"}]""";
        (await _arm.Send(
            HttpMethod.Put,
            $"{AccountSteps.Account("devbatchaccount1")}/pools/{id}",
            $$"""{"identity":{{Identity(identity)}},"properties":{"vmSize":"a","taskSlotsPerNode":4,"scaleSettings":{"fixedScale":{"targetDedicatedNodes":1} }{{packages}}} }""")).Expect(HttpStatusCode.OK);
        await _client.PoolIsSteady(id);
        return id;
    }
}
