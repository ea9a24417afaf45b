using System.IO.Compression;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>
/// Writes outputs as one zip to a stream that only goes forward. What is held in memory is a buffer, and for each entry its line of the
/// zip's own list. Where sizes or numbers ask for it the zip is a Zip64.
/// </summary>
internal static class ZipStream
{
    private static readonly DateTimeOffset s_earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip. When it throws, what was written has no end and is no zip.</summary>
    public static async Task WriteAsync(Stream target, IAsyncEnumerable<ZipSource> sources, CancellationToken cancellationToken)
    {
        ZipNames names = new();
        await using SmallWrites forward = new(target);
        ZipArchive zip = await ZipArchive.CreateAsync(forward, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await foreach (ZipSource source in sources.WithCancellation(cancellationToken))
        {
            await AddAsync(zip, names, source, cancellationToken);
            await forward.FlushAsync(cancellationToken);
        }

        // Not a using: closing writes the zip's list, and a zip that broke off must not look whole.
        await zip.DisposeAsync();
        await forward.FlushAsync(cancellationToken);
    }

    private static async Task AddAsync(ZipArchive zip, ZipNames names, ZipSource source, CancellationToken cancellationToken)
    {
        Stream content;
        try
        {
            content = await source.OpenAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Deleted since it was listed.
            return;
        }

        await using (content)
        {
            ZipArchiveEntry entry = zip.CreateEntry(names.Take(source.Path), CompressionLevel.Fastest);
            entry.LastWriteTime = source.LastModified is { } time && time > s_earliest ? time : s_earliest;
            await using Stream target = await entry.OpenAsync(cancellationToken);
            await content.CopyToAsync(target, cancellationToken);
        }
    }
}
