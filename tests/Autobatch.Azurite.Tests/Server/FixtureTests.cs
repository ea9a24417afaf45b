using Autobatch.Testing;

namespace Autobatch.Azurite.Tests.Server;

public sealed class FixtureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Shared_server_serves_containers_of_each_tests_own()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var container = await azurite.CreateContainerAsync(cancellationToken: cancel);

        await container.UploadBlobAsync("a", BinaryData.FromString("b"), cancel);

        Assert.Equal("b", (await container.GetBlobClient("a").DownloadContentAsync(cancel)).Value.Content.ToString());
    }
}
