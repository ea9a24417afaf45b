using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Local.Uploads;

/// <summary>Puts files into one container, and leaves alone what is there already with the same size and MD5.</summary>
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

    /// <summary>The ETag, in quotes, of a blob that is there with just this content; else null.</summary>
    public string? ETagOf(string name, ReadOnlySpan<byte> content) => ETagOf(name, content.Length, MD5.HashData(content));

    /// <returns>How many were written; the rest was there.</returns>
    public async Task<int> PutFilesAsync(IEnumerable<(string Name, string Path)> files, Action uploaded, CancellationToken cancellationToken)
    {
        int written = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, options, async (file, cancel) =>
        {
            FileStream content = File.OpenRead(file.Path);
            await using (content.ConfigureAwait(false))
            {
                byte[] md5 = await MD5.HashDataAsync(content, cancel).ConfigureAwait(false);
                if (ETagOf(file.Name, content.Length, md5) is null)
                {
                    content.Seek(0, SeekOrigin.Begin);
                    await _container.GetBlobClient(file.Name).UploadAsync(content, Options(file.Name, md5), cancel).ConfigureAwait(false);
                    Interlocked.Increment(ref written);
                }
            }

            uploaded();
        }).ConfigureAwait(false);
        return written;
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
            ContentType = name.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream",
        },
    };
}
