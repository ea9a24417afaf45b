using Autobatch.Emulator.Nodes;
using Autobatch.Testing;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.Tests.Nodes;

/// <summary>A node whose account is linked to the test's Azurite, and containers on it.</summary>
/// <param name="azurite">The storage.</param>
/// <param name="policy">What meets the requests of the node to the linked account.</param>
/// <param name="clock">The node's.</param>
internal sealed class AzuriteNodes(AzuriteFixture azurite, HttpPipelinePolicy? policy = null, TimeProvider? clock = null) : IAutoStorage, IDisposable
{
    private readonly BlobServiceClient _service = new(azurite.ConnectionString, Options(policy));

    public NodeFixture Node => field ??= new NodeFixture(this, clock);

    public BlobServiceClient? For(string account) => account == NodeFixture.Node.Account ? _service : null;

    public async Task<BlobContainerClient> ContainerAsync(params (string Name, string Content)[] blobs)
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach ((string name, string content) in blobs) await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), TestContext.Current.CancellationToken);
        return container;
    }

    public static string Sas(BlobContainerClient container, BlobContainerSasPermissions permissions) =>
        container.GenerateSasUri(permissions, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri;

    public static string Sas(BlobClient blob) => blob.GenerateSasUri(BlobSasPermissions.Read, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri;

    public static async Task<SortedDictionary<string, string>> ReadAsync(BlobContainerClient container)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            contents[blob.Name] = (await container.GetBlobClient(blob.Name).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
        }

        return contents;
    }

    public void Dispose() => Node.Dispose();

    private static BlobClientOptions Options(HttpPipelinePolicy? policy)
    {
        BlobClientOptions options = new();
        if (policy is not null) options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}
