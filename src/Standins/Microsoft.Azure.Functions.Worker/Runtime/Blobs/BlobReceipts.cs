using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>
/// One small blob in <c>azure-webjobs-hosts</c> for each (function, container, blob, ETag) that is over, under the real host's names. It
/// outlives the local data folder, so that a scan does not start everything again.
/// </summary>
internal sealed class BlobReceipts(BlobConnections connections, HostIdentity host)
{
    private const int LongestBlobName = 1024;

    private BlobContainerClient? _container;

    private BlobContainerClient Container => _container ??= connections.Container(BlobConnections.Default, "azure-webjobs-hosts");

    public async Task<bool> ExistsAsync(BlobEvent version, CancellationToken cancellation)
    {
        try
        {
            BlobProperties receipt = await Container.GetBlobClient(NameOf(version)).GetPropertiesAsync(cancellationToken: cancellation);
            return receipt.Metadata.TryGetValue("Completed", out string? completed) && completed == "true";
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    public async Task WriteAsync(BlobEvent version, bool poison, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["Completed"] = "true" } };
        if (poison) options.Metadata["Poison"] = "true";
        BlobClient receipt = Container.GetBlobClient(NameOf(version));
        try
        {
            await receipt.UploadAsync(BinaryData.Empty, options, cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await Container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await receipt.UploadAsync(BinaryData.Empty, options, cancellation);
        }
    }

    internal string NameOf(BlobEvent version)
    {
        string folder = $"blobreceipts/{host.Id}/Host.Functions.{version.Function}/\"{version.ETag}\"/{version.Container}/";
        string name = folder + version.Blob;
        return name.Length <= LongestBlobName && name.Count(c => c == '/') < 250
            ? name
            : folder + "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.Blob)));
    }
}
