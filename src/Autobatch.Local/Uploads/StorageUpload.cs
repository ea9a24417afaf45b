using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Local.Uploads;

/// <summary>Puts files into one container, and leaves alone what is there already with the same size and MD5. What broke off goes on where it stopped.</summary>
[SuppressMessage("Security", "CA5351", Justification = "MD5 is the checksum that Azure Storage keeps with a blob; no security rests on it.")]
internal sealed class StorageUpload
{
    private const int AtOnce = 16;

    private readonly BlobContainerClient _container;
    private readonly IReadOnlyDictionary<string, BlobItemProperties> _present;

    private StorageUpload(BlobContainerClient container, IReadOnlyDictionary<string, BlobItemProperties> present)
    {
        _container = container;
        _present = present;
    }

    /// <summary>Looks once at what lies below a prefix.</summary>
    public static async Task<StorageUpload> OpenAsync(BlobContainerClient container, string prefix, CancellationToken cancellationToken)
    {
        Dictionary<string, BlobItemProperties> present = new(StringComparer.Ordinal);
        await foreach (BlobItem blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).ConfigureAwait(false))
        {
            present[blob.Name] = blob.Properties;
        }

        return new StorageUpload(container, present);
    }

    /// <summary>Looks at nothing: all is sent.</summary>
    public static StorageUpload Anew(BlobContainerClient container) => new(container, new Dictionary<string, BlobItemProperties>());

    /// <summary>The ETag, in quotes, of a blob that is there with just this content; else null.</summary>
    public string? ETagOf(string name, ReadOnlySpan<byte> content) => ETagOf(name, content.Length, MD5.HashData(content));

    /// <param name="files">What to put where.</param>
    /// <param name="uploaded">Told each file that is there.</param>
    /// <param name="moved">Told the bytes that need not be sent any more, as they get there.</param>
    /// <returns>The files, in no order.</returns>
    public async Task<IReadOnlyList<UploadedFile>> PutFilesAsync(
        IEnumerable<(string Name, string Path)> files, Action<UploadedFile> uploaded, Action<long> moved, CancellationToken cancellationToken)
    {
        ConcurrentBag<UploadedFile> done = [];
        using SemaphoreSlim large = new(1);
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, options, async (file, cancel) =>
        {
            UploadedFile there = await PutFileAsync(file.Name, file.Path, large, moved, cancel).ConfigureAwait(false);
            done.Add(there);
            uploaded(there);
        }).ConfigureAwait(false);
        return [.. done];
    }

    private async Task<UploadedFile> PutFileAsync(string name, string path, SemaphoreSlim large, Action<long> moved, CancellationToken cancellationToken)
    {
        FileStream content = File.OpenRead(path);
        await using (content.ConfigureAwait(false))
        {
            long size = content.Length;
            if (_present.TryGetValue(name, out BlobItemProperties? found) && found.ContentLength == size)
            {
                if (ETagOf(name, size, await MD5.HashDataAsync(content, cancellationToken).ConfigureAwait(false)) is { } same)
                {
                    moved(size);
                    return new UploadedFile(name, size, 0, same) { Unchanged = true };
                }

                content.Seek(0, SeekOrigin.Begin);
            }

            // One large file at a time: its blocks alone fill the line, and memory has bounds.
            bool isLarge = size > FileUpload.BlockSize;
            if (isLarge)
            {
                await large.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                FileUpload upload = new(_container.GetBlockBlobClient(name), path);
                string etag = await upload.PutAsync(content, ContentType(name), moved, cancellationToken).ConfigureAwait(false);
                return new UploadedFile(name, size, size - upload.Kept, etag);
            }
            finally
            {
                if (isLarge)
                {
                    large.Release();
                }
            }
        }
    }

    /// <returns>The new version's ETag.</returns>
    public async Task<string> PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        BlobUploadOptions options = Options(name, MD5.HashData(content.Span));
        BlobContentInfo info = await _container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken).ConfigureAwait(false);
        return info.ETag.ToString("H");
    }

    private string? ETagOf(string name, long size, ReadOnlySpan<byte> md5) =>
        _present.TryGetValue(name, out BlobItemProperties? found) && found.ContentLength == size && found.ContentHash is { } hash && md5.SequenceEqual(hash)
            ? found.ETag?.ToString("H")
            : null;

    private static BlobUploadOptions Options(string name, byte[] md5) => new()
    {
        HttpHeaders = new BlobHttpHeaders
        {
            ContentHash = md5,
            ContentType = ContentType(name),
        },
    };

    private static string ContentType(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream";
}
