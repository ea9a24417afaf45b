using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Every outcome of FACTS R.7 by a rule of the fault document, and what is there when the rule is gone.</summary>
public sealed class StorageFaultTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private EmulatorHost _host = null!;
    private ResourceManagerClient _arm = null!;
    private EmulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccountSteps.Start(new() { StorageConnectionString = azurite.ConnectionString });
        (_arm, _client) = (new(_host), new(_host.HttpAddress));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _arm.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("accessDenied", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "unusable")]
    [InlineData("tooFewRights", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "idle")]
    [InlineData("identityNotSet", "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "starting")]
    [InlineData("identityNotOnPool", "ResourceContainerListMiscError", "BlobDownloadMiscError", "FileUploadMiscError", "unusable")]
    public async Task Every_outcome_shows_in_files_and_in_packages_and_ends_with_its_rule(string outcome, string container, string blob, string upload, string node)
    {
        var files = await azurite.ContainerWithBlob();
        var application = await _arm.Package();
        var pool = await _client.Pool();
        await _client.Faults(_host, $$"""{"kind":"storageAccess","outcome":"{{outcome}}"}""");

        Assert.Equal(container, await _client.Outcome(pool, StorageSteps.ByName(files)));
        Assert.Equal(container, await _client.Outcome(pool, StorageSteps.ByUrl(files.Sas())));
        Assert.Equal(blob, await _client.Outcome(pool, StorageSteps.ByBlob(files.Sas().Replace("?", "/a?", StringComparison.Ordinal))));
        Assert.Equal(upload, await _client.Outcome(pool, StorageSteps.Output(files.Sas()), "echo b"));
        Assert.Equal("ApplicationPackageError", await _client.Outcome(pool, StorageSteps.OfPackage(application)));
        var packaged = await _client.Pool(more: StorageSteps.OfPackage(application));
        await _client.NodeIs(packaged, node);
        if (node == "idle")
        {
            Assert.Equal("missing\n", await _client.Outcome(packaged, "", StorageSteps.CatOf(application)));
        }

        await _client.Faults(_host);
        await (node == "starting" ? _client.Renew(packaged) : _client.Reboot(packaged));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(packaged, "", StorageSteps.CatOf(application)));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(files)));
    }

    [Fact]
    public async Task A_rule_strikes_its_container_for_its_purpose_and_so_often_as_it_says()
    {
        var (struck, spared) = (await azurite.ContainerWithBlob(), await azurite.ContainerWithBlob());
        var pool = await _client.Pool();
        await _client.Faults(
            _host,
            $$"""{"kind":"storageAccess","poolId":"{{pool}}","storageAccount":"devstoreaccount1","container":"{{struck.Name}}","purpose":"resourceFiles","times":1}""",
            """{"kind":"storageAccess","storageAccount":"another"}""",
            """{"kind":"storageAccess","account":"devbatchaccount2"}""",
            """{"kind":"storageAccess","nodeId":"another"}""");

        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(spared)));
        Assert.Equal("out", await _client.Outcome(pool, StorageSteps.Output(struck.Sas()), "printf out"));
        Assert.Equal("ResourceContainerAccessDenied", await _client.Outcome(pool, StorageSteps.ByName(struck)));
        Assert.Equal(StorageSteps.Fetched, await _client.Outcome(pool, StorageSteps.ByName(struck)));
        var rules = (await _client.Control(_host, HttpMethod.Get, "faults")).Json.GetProperty("rules");
        Assert.Equal([1, 0, 0, 0], rules.EnumerateArray().Select(rule => rule.Number("applied")));
    }
}
