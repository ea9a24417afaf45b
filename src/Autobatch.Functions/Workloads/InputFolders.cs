using System.Runtime.CompilerServices;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Workloads;

/// <summary>Asks storage for input files: one by one, or by folder.</summary>
internal sealed class InputFolders(ContainerOptions containers)
{
    /// <summary>A file as it is now; null when it is gone, or is a copy that is not complete.</summary>
    public async Task<FoundFile?> FindAsync(HomeStorage home, string name, bool isReplay, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties blob = await home.Container(containers.Inputs).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return IsCopying(blob.CopyId, blob.CopyStatus) ? null : new FoundFile(home, name, BlobETag.Of(blob.ETag), blob.ContentLength, blob.LastModified, isReplay);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>Every file under a prefix.</summary>
    public async IAsyncEnumerable<FoundFile> ListAsync(HomeStorage home, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<BlobItem> blobs =
            home.Container(containers.Inputs).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(blobs))
        {
            BlobItem blob = blobs.Current;
            if (!blob.Name.EndsWith('/') && !IsCopying(blob.Properties.CopyId, blob.Properties.CopyStatus ?? CopyStatus.Success))
            {
                yield return new FoundFile(
                    home, blob.Name, BlobETag.Of(blob.Properties.ETag), blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.MinValue);
            }
        }
    }

    private static bool IsCopying(string? id, CopyStatus status) => !string.IsNullOrEmpty(id) && status != CopyStatus.Success;

    private static async Task<bool> NextAsync(IAsyncEnumerator<BlobItem> blobs)
    {
        try
        {
            return await blobs.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return false;
        }
    }
}
