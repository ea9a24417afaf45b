using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Copies a large file block by block. Blocks that are written stay, uncommitted, in a blob named by the file's version, so that a copy goes on where it was
/// left, also after a kill; when all are there the blob is given the name of its content, on the server's side.
/// </summary>
internal sealed class BlockCopy(ExternalFiles files, StagedBlobs blobs, StorageUrlsFactory urls, StagingOptions options, TimeProvider time)
{
    public const string Folder = "copying/";
    private const int AtOnce = 4;

    /// <exception cref="FaultException">It is too large.</exception>
    public static void CheckSize(Uri url, long length, StagingOptions options)
    {
        long most = Math.Min(options.MaxBytes, (long)options.BlockBytes * StagingOptions.MostBlocks);
        if (length > most)
        {
            throw new FaultException(ErrorCodes.CopyTooLarge, $"{url.GetLeftPart(UriPartial.Path)} has {length} bytes or more; at most {most} are copied.");
        }
    }

    /// <summary>Copies until the time given; null when there is more to do.</summary>
    public async Task<(string Name, long Bytes)?> CopyAsync(HomeStorage home, CopyRecord copy, DateTimeOffset until, CancellationToken cancellationToken)
    {
        BlockBlobClient parts = Parts(home, copy);
        ConcurrentDictionary<int, string> written = await WrittenAsync(parts, cancellationToken);
        long length = copy.Version is { Ranges: true, IsPinned: true, Length: { } known }
            ? await PartsAsync(parts, copy, known, written, until, cancellationToken)
            : await StreamAsync(parts, copy, written, cancellationToken);
        return length < 0 ? null : (await FinishAsync(home, parts, [.. written.OrderBy(b => b.Key).Select(b => b.Value)], cancellationToken), length);
    }

    /// <summary>How many bytes are written already.</summary>
    public async Task<long> WrittenAsync(HomeStorage home, CopyRecord copy, CancellationToken cancellationToken) =>
        Math.Min(copy.Version.Length ?? long.MaxValue, (await WrittenAsync(Parts(home, copy), cancellationToken)).Count * (long)options.BlockBytes);

    private BlockBlobClient Parts(HomeStorage home, CopyRecord copy) =>
        blobs.Container(home).GetBlockBlobClient(Folder + copy.Version.KeyOf(copy.Url, options.BlockBytes));

    private static async Task<ConcurrentDictionary<int, string>> WrittenAsync(BlockBlobClient parts, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<int, string> written = new();
        try
        {
            BlockList list = await parts.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken);
            foreach (BlobBlock block in list.CommittedBlocks.Concat(list.UncommittedBlocks))
            {
                if (BlockId.NumberOf(block.Name) is { } number)
                {
                    written[number] = block.Name;
                }
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // Nothing is written yet.
        }

        return written;
    }

    /// <returns>The length, or -1 when the time is up.</returns>
    private async Task<long> PartsAsync(
        BlockBlobClient parts, CopyRecord copy, long length, ConcurrentDictionary<int, string> written, DateTimeOffset until, CancellationToken cancellationToken)
    {
        int count = (int)((length + options.BlockBytes - 1) / options.BlockBytes);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count).Where(n => !written.ContainsKey(n)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, cancelled) =>
            {
                if (time.GetUtcNow() < until)
                {
                    long offset = (long)number * options.BlockBytes;
                    byte[] block = await files.ReadAsync(copy.Url, copy.Version, offset, (int)Math.Min(options.BlockBytes, length - offset), cancelled);
                    written[number] = await WriteAsync(parts, number, block, cancelled);
                }
            });
        return written.Count == count ? length : -1;
    }

    // A host that sends no parts is read from the beginning each time; blocks that are there are not written again.
    private async Task<long> StreamAsync(BlockBlobClient parts, CopyRecord copy, ConcurrentDictionary<int, string> written, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await files.OpenAsync(copy.Url, copy.Version, cancellationToken);
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
        HashSet<string> before = [.. written.Values];
        written.Clear();
        byte[] buffer = new byte[options.BlockBytes];
        long length = 0;
        for (int number = 0; ; number++)
        {
            int read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (read == 0 && number > 0)
            {
                break;
            }

            CheckSize(copy.Url, length += read, options);
            string id = BlockId.Of(number, buffer.AsSpan(0, read));
            written[number] = before.Contains(id) ? id : await WriteAsync(parts, number, buffer[..read], cancellationToken);
        }

        return copy.Version.Length is not { } said || said == length ? length
            : throw new RetryLaterException($"The host '{copy.Url.Host}' sent {length} bytes and had said {said}.");
    }

    private static async Task<string> WriteAsync(BlockBlobClient parts, int number, byte[] block, CancellationToken cancellationToken)
    {
        string id = BlockId.Of(number, block);
        await parts.StageBlockAsync(id, new MemoryStream(block), cancellationToken: cancellationToken);
        return id;
    }

    private async Task<string> FinishAsync(HomeStorage home, BlockBlobClient parts, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        string name = BlockId.NameOf(ids);
        if (await blobs.UseAsync(home, name, cancellationToken) is null)
        {
            try
            {
                await parts.CommitBlockListAsync(ids, cancellationToken: cancellationToken);
                StorageUrls sources = await urls.CreateAsync(home, ServerCopy.SourceLife, cancellationToken);
                await ServerCopy.RunAsync(
                    sources.BlobForReading(parts.BlobContainerName, parts.Name),
                    blobs.Container(home).GetBlobClient(name),
                    new BlobCopyFromUriOptions { DestinationConditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                    "Another run copies the same file at this moment.",
                    cancellationToken);
            }
            catch (RequestFailedException e) when (e.ErrorCode is "InvalidBlockList" || e.IsNotFound() || e.IsConflict())
            {
                // Another run copied the same version and was faster: its blob is there by now, or what it left is gone on with.
                throw new RetryLaterException($"Another run copies the same file at this moment ({e.Status} {e.ErrorCode}).");
            }
        }

        await parts.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return name;
    }
}
