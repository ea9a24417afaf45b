using System.Net;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Storage accounts with a firewall or a hierarchical namespace: what works with them, and what does not (FACTS D, R.7).</summary>
public sealed class RestrictedStorageTests(AzuriteFixture azurite) : AccessTest(new()
{
    StorageConnectionString = azurite.ConnectionString,
    Accounts = [new() { Name = "walled", Location = "x", StorageAccount = "wallsa" }, new() { Name = "deep", Location = "x", StorageAccount = "hnssa" }],
    StorageAccounts = [new() { Name = "wallsa", Firewall = true }, new() { Name = "hnssa", IsHnsEnabled = true }],
})
{
    [Fact]
    public async Task A_firewall_keeps_every_node_out()
    {
        var container = await azurite.ContainerWithBlob();
        var pool = await Client.Pool();

        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByName(container)));
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByUrl(container.Sas())));
        Assert.Equal("BlobAccessDenied", await Client.Outcome(pool, StorageSteps.ByBlob(container.Sas().Replace("?", "/a?", StringComparison.Ordinal))));
        Assert.Equal("FileUploadAccessDenied", await Client.Outcome(pool, StorageSteps.Output(container.Sas()), "echo b"));
        await RefusesPackages("walled");
    }

    [Fact]
    public async Task A_hierarchical_namespace_has_no_packages_and_gives_and_takes_files()
    {
        using var client = new EmulatorClient(Host.HttpAddress, "deep");
        var container = await azurite.ContainerWithBlob();
        var pool = await client.Pool();

        Assert.Equal(StorageSteps.Fetched, await client.Outcome(pool, StorageSteps.ByName(container)));
        Assert.Equal(StorageSteps.Fetched, await client.Outcome(pool, StorageSteps.ByUrl(container.Sas()) + StorageSteps.Output(container.Sas())));
        await RefusesPackages("deep");
    }

    [Fact]
    public async Task A_package_that_was_there_before_the_link_changed_makes_its_nodes_unusable()
    {
        var application = "/applications/" + AzuriteFixture.UniqueName("app");
        (await Arm.Send(HttpMethod.Patch, AccountSteps.Account("deep"), Link("devstoreaccount1"))).Expect(HttpStatusCode.OK);
        (await Arm.Send(HttpMethod.Put, AccountSteps.Account("deep") + application)).Expect(HttpStatusCode.OK);
        var url = (await Arm.Send(HttpMethod.Put, AccountSteps.Account("deep") + application + "/versions/1")).Expect(HttpStatusCode.OK).Json.GetProperty("properties").GetProperty("storageUrl").GetString()!;
        await new BlobClient(new Uri(url)).UploadAsync(BinaryData.FromString("a zip"), TestContext.Current.CancellationToken);
        (await Arm.Send(HttpMethod.Post, AccountSteps.Account("deep") + application + "/versions/1/activate", """{"format":"zip"}""")).Expect(HttpStatusCode.OK);

        (await Arm.Send(HttpMethod.Patch, AccountSteps.Account("deep"), Link("hnssa"))).Expect(HttpStatusCode.OK);

        using var client = new EmulatorClient(Host.HttpAddress, "deep");
        var pool = await client.Pool(more: StorageSteps.OfPackage(application.Split('/')[^1]));
        var error = (await client.NodeIs(pool, "unusable")).GetProperty("errors")[0];
        Assert.Equal("ApplicationPackageError", error.GetProperty("code").GetString());
        Assert.Contains("hierarchical namespace", error.GetRawText(), StringComparison.Ordinal);
    }

    private static string Link(string storage) => $$"""{"properties":{"autoStorage":{"storageAccountId":"{{AccountSteps.Storage(storage)}}"} } }""";

    private async Task RefusesPackages(string account)
    {
        var application = $"{AccountSteps.Account(account)}/applications/tool";
        (await Arm.Send(HttpMethod.Put, application)).Expect(HttpStatusCode.OK);
        Assert.Equal("AutoStorageAccessDenied", (await Arm.Send(HttpMethod.Put, application + "/versions/1")).Expect(HttpStatusCode.Conflict).Error());
    }
}
