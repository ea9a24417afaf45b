using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Staging;

/// <summary>Knows which version of a URL was copied last, so that an unchanged file is not copied again. One blob for each URL, beside the copies.</summary>
internal sealed class CopyIndex(StagedBlobs blobs)
{
    public const string Folder = "sources/";

    /// <summary>What is known of a URL; null when nothing is.</summary>
    /// <param name="home">The run's home.</param>
    /// <param name="url">The URL.</param>
    /// <param name="use">Whether the entry is kept for a run; false for a mere look.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<SourceBlob?> FindAsync(HomeStorage home, Uri url, bool use, CancellationToken cancellationToken)
    {
        try
        {
            BlobClient blob = Blob(home, url);
            BlobDownloadResult found = await blob.DownloadContentAsync(cancellationToken);
            if (use && blobs.IsToBeMarked(found.Details.LastModified))
            {
                await blob.SetMetadataAsync(found.Details.Metadata, cancellationToken: cancellationToken);
            }

            return JsonSerializer.Deserialize(found.Content.ToMemory().Span, AppJson.Default.SourceBlob);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
        catch (JsonException)
        {
            // Somebody wrote into our folder; the file is copied again and the entry with it.
            return null;
        }
    }

    public Task SaveAsync(HomeStorage home, Uri url, SourceBlob blob, CancellationToken cancellationToken) =>
        Blob(home, url).UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(blob, AppJson.Default.SourceBlob)), overwrite: true, cancellationToken);

    /// <summary>The entry's name. A URL may tell more than a blob's name should.</summary>
    public static string NameOf(Uri url) => Folder + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)));

    private BlobClient Blob(HomeStorage home, Uri url) => blobs.Container(home).GetBlobClient(NameOf(url));
}
