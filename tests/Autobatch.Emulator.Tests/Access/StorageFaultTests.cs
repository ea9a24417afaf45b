using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Every outcome of FACTS R.7 by a rule of the fault document, and what is there when the rule is gone.</summary>
public sealed class StorageFaultTests(AzuriteFixture azurite) : AccessTest(new() { StorageConnectionString = azurite.ConnectionString })
{
    [Theory]
    [InlineData("accessDenied", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "unusable")]
    [InlineData("tooFewRights", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "idle")]
    [InlineData("identityNotSet", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "starting")]
    [InlineData("identityNotOnPool", "ResourceContainerListMiscError", "BlobDownloadMiscError", "FileUploadMiscError", "unusable")]
    public async Task Every_outcome_shows_in_files_and_in_packages_and_ends_with_its_rule(string outcome, string container, string blob, string upload, string node)
    {
        var files = await azurite.ContainerWithBlob();
        var application = await Arm.Package();
        var pool = await Client.Pool();
        await Client.Faults(Host, $$"""{"kind":"storageAccess","outcome":"{{outcome}}"}""");

        Assert.Equal(container, await Client.Outcome(pool, StorageSteps.ByName(files)));
        Assert.Equal(container, await Client.Outcome(pool, StorageSteps.ByUrl(files.Sas())));
        Assert.Equal(blob, await Client.Outcome(pool, StorageSteps.ByBlob(files.Sas().Replace("?", "/a?", StringComparison.Ordinal))));
        Assert.Equal(upload, await Client.Outcome(pool, StorageSteps.Output(files.Sas()), "echo b"));
        Assert.Equal("ApplicationPackageError", await Client.Outcome(pool, StorageSteps.OfPackage(application)));
        var packaged = await Client.Pool(more: StorageSteps.OfPackage(application));
        await Client.NodeIs(packaged, node);
        if (node == "idle")
        {
            Assert.Equal("missing\n", await Client.Outcome(packaged, "", StorageSteps.CatOf(application)));
        }

        await Client.Faults(Host);
        await (node == "starting" ? Client.Renew(packaged) : Client.Reboot(packaged));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(packaged, "", StorageSteps.CatOf(application)));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(files)));
    }

    [Fact]
    public async Task A_rule_strikes_its_container_for_its_purpose_and_so_often_as_it_says()
    {
        var (struck, spared) = (await azurite.ContainerWithBlob(), await azurite.ContainerWithBlob());
        var pool = await Client.Pool();
        await Client.Faults(
            Host,
            $$"""{"kind":"storageAccess","poolId":"{{pool}}","storageAccount":"devstoreaccount1","container":"{{struck.Name}}","purpose":"resourceFiles","times":1}""",
            """{"kind":"storageAccess","storageAccount":"another"}""",
            """{"kind":"storageAccess","account":"devbatchaccount2"}""",
            """{"kind":"storageAccess","nodeId":"another"}""");

        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(spared)));
        Assert.Equal("out", await Client.Outcome(pool, StorageSteps.Output(struck.Sas()), "printf out"));
        Assert.Equal("ResourceContainerAccessDenied", await Client.Outcome(pool, StorageSteps.ByName(struck)));
        Assert.Equal(StorageSteps.Fetched, await Client.Outcome(pool, StorageSteps.ByName(struck)));
        var rules = (await Client.Control(Host, HttpMethod.Get, "faults")).Json.GetProperty("rules");
        Assert.Equal([1, 0, 0, 0], rules.EnumerateArray().Select(rule => rule.Number("applied")));
    }
}
