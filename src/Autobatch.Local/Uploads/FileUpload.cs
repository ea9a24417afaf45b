using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Local.Uploads;

/// <summary>
/// One file as one blob: a small one in a request, a larger one in blocks. An upload that broke off goes on where it stopped, since storage keeps
/// blocks for a week, and their names tell what they hold (<see cref="BlockId"/>).
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "MD5 is the checksum that Azure Storage keeps with a blob; no security rests on it.")]
internal sealed class FileUpload(BlockBlobClient blob, string path)
{
    /// <summary>Bytes up to which a file is one request, and of a block unless the file needs more than storage takes of them.</summary>
    public const int BlockSize = 8 * 1024 * 1024;

    private const int MostBlocks = 50_000;
    private const int AtOnce = 8;

    /// <summary>Bytes that were there from an upload that had broken off.</summary>
    public long Kept => _kept;

    private long _kept;

    /// <param name="content">The file, at its beginning.</param>
    /// <param name="contentType">The blob's type.</param>
    /// <param name="moved">Told the bytes that have got there, as they do.</param>
    /// <returns>The blob's ETag, in quotes.</returns>
    /// <exception cref="IOException">The file changes while it is read.</exception>
    public async Task<string> PutAsync(FileStream content, string contentType, Action<long> moved, CancellationToken cancellationToken)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        long size = content.Length;
        if (size > BlockSize)
        {
            return await PutBlocksAsync(content, size, written, contentType, moved, cancellationToken).ConfigureAwait(false);
        }

        string etag = await PutWholeAsync(content, (int)size, written, contentType, cancellationToken).ConfigureAwait(false);
        moved(size);
        return etag;
    }

    private async Task<string> PutWholeAsync(FileStream content, int size, DateTime written, string contentType, CancellationToken cancellationToken)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            await content.ReadExactlyAsync(bytes.AsMemory(0, size), cancellationToken).ConfigureAwait(false);
            RequireUnchanged(content, size, written);
            using MemoryStream body = new(bytes, 0, size, writable: false);
            BlobUploadOptions options = new() { HttpHeaders = Headers(contentType, MD5.HashData(bytes.AsSpan(0, size))) };
            return (await blob.UploadAsync(body, options, cancellationToken).ConfigureAwait(false)).Value.ETag.ToString("H");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private async Task<string> PutBlocksAsync(FileStream content, long size, DateTime written, string contentType, Action<long> moved, CancellationToken cancellationToken)
    {
        HashSet<string> there = await UncommittedAsync(cancellationToken).ConfigureAwait(false);
        int nameLength = there.Count > 0 ? Convert.FromBase64String(there.First()).Length : BlockId.Length;
        if (nameLength < BlockId.Shortest)
        {
            throw new IOException($"Another program's upload of {blob.Name} is under way or broke off; end it there, or upload under another name.");
        }

        int blockSize = (int)Math.Max(BlockSize, (size + MostBlocks - 1) / MostBlocks);
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        List<string> names = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(BlocksAsync(content, size, blockSize, nameLength, names, md5, cancellationToken), options, async (block, cancel) =>
        {
            try
            {
                if (there.Contains(block.Name))
                {
                    Interlocked.Add(ref _kept, block.Length);
                }
                else
                {
                    using MemoryStream body = new(block.Bytes, 0, block.Length, writable: false);
                    await blob.StageBlockAsync(block.Name, body, cancellationToken: cancel).ConfigureAwait(false);
                }

                moved(block.Length);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(block.Bytes);
            }
        }).ConfigureAwait(false);
        RequireUnchanged(content, size, written);
        CommitBlockListOptions commit = new() { HttpHeaders = Headers(contentType, md5.GetHashAndReset()) };
        return (await blob.CommitBlockListAsync(names, commit, cancellationToken).ConfigureAwait(false)).Value.ETag.ToString("H");
    }

    private void RequireUnchanged(FileStream content, long size, DateTime written)
    {
        if (content.Length != size || File.GetLastWriteTimeUtc(path) != written)
        {
            throw new IOException($"{path} was changed while it was uploaded; nothing was put in its place. Try again.");
        }
    }

    private async Task<HashSet<string>> UncommittedAsync(CancellationToken cancellationToken)
    {
        try
        {
            BlockList list = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken).ConfigureAwait(false);
            return [.. list.UncommittedBlocks.Select(block => block.Name)];
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    // Read one after the other, as the checksum wants it.
    private static async IAsyncEnumerable<Block> BlocksAsync(
        FileStream content, long size, int blockSize, int nameLength, List<string> names, IncrementalHash md5, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long at = 0; at < size; at += blockSize)
        {
            int length = (int)Math.Min(blockSize, size - at);
            byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
            await content.ReadExactlyAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            md5.AppendData(bytes, 0, length);
            names.Add(BlockId.Of(names.Count, bytes.AsSpan(0, length), nameLength));
            yield return new Block(names[^1], bytes, length);
        }
    }

    private static BlobHttpHeaders Headers(string contentType, byte[] md5) => new() { ContentHash = md5, ContentType = contentType };

    private readonly record struct Block(string Name, byte[] Bytes, int Length);
}
