using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Staging;

/// <summary>Blobs that are named by their content, in one container of the run's home: the same content is there once, for all runs.</summary>
internal sealed class StagedBlobs(ContainerOptions containers, TimeProvider time)
{
    // Retention goes by the time of the last change, so a blob in use is marked as such; once a day is enough, since no age is less than two.
    public static readonly TimeSpan MarkAfter = TimeSpan.FromDays(1);
    private const int AtOnce = 16;

    public BlobContainerClient Container(HomeStorage home) => home.Container(containers.Staged);

    /// <summary>Sees that blobs with these contents are there; gives the bytes that did not have to be written.</summary>
    public async Task<long> PutAsync(HomeStorage home, IReadOnlyDictionary<string, byte[]> contents, CancellationToken cancellationToken)
    {
        long saved = 0;
        await Parallel.ForEachAsync(
            contents,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (content, cancelled) =>
            {
                if (await UseAsync(home, content.Key, cancelled) is not null || !await CreateAsync(home, content.Key, content.Value, cancelled))
                {
                    Interlocked.Add(ref saved, content.Value.Length);
                }
            });
        return saved;
    }

    /// <summary>The size of a blob that is there already, which is kept for this run; null when there is none.</summary>
    public Task<long?> UseAsync(HomeStorage home, string name, CancellationToken cancellationToken) => FindAsync(home, name, true, cancellationToken);

    /// <summary>Whether a blob that is used now must be written again, be it only its metadata.</summary>
    public bool IsToBeMarked(DateTimeOffset lastModified) => time.GetUtcNow() - lastModified > MarkAfter;

    /// <summary>The size of a blob that is there already; null when there is none.</summary>
    public async Task<long?> FindAsync(HomeStorage home, string name, bool use, CancellationToken cancellationToken)
    {
        BlobClient blob = Container(home).GetBlobClient(name);
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (properties.BlobCopyStatus == CopyStatus.Pending)
            {
                throw new RetryLaterException("Another run copies the same file at this moment.");
            }

            if (properties.BlobCopyStatus is CopyStatus.Aborted or CopyStatus.Failed)
            {
                await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
                return null;
            }

            if (use && IsToBeMarked(properties.LastModified))
            {
                await blob.SetMetadataAsync(properties.Metadata, cancellationToken: cancellationToken);
            }

            return properties.ContentLength;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>Writes a blob; false when somebody was faster.</summary>
    private async Task<bool> CreateAsync(HomeStorage home, string name, byte[] content, CancellationToken cancellationToken)
    {
        BlobUploadOptions once = new() { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await Container(home).GetBlobClient(name).UploadAsync(new BinaryData(content), once, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict() && e.ErrorCode != BlobErrorCode.ContainerBeingDeleted)
        {
            return false;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await Container(home).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            throw new RetryLaterException($"The container '{containers.Staged}' was missing and is made anew.");
        }
    }
}
