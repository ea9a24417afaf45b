using System.Runtime.CompilerServices;
using Autobatch.Functions.Storage;
using Autobatch.Manifests;
using Autobatch.Planning;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Lists the files of a factory's source, in the order of their names, which makes task ids the same whenever it is listed again over the same blobs.</summary>
internal static class SourceFiles
{
    public static async IAsyncEnumerable<InputFile> ListAsync(HomeStorage home, TaskSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((InputFile file, _) in ListPagesAsync(home, source, cancellationToken))
        {
            yield return file;
        }
    }

    /// <summary>The same with where the listing stood before the file's page, so that a later look can begin there; a page is as long as a window.</summary>
    public static async IAsyncEnumerable<(InputFile File, string? Page)> ListPagesAsync(
        HomeStorage home, TaskSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<string, bool> matches = InputSelector.Matcher(source);
        string? page = null;
        await foreach (Page<BlobItem> blobs in home.Container(source.Container).GetBlobsAsync(new GetBlobsOptions { Prefix = source.BlobPrefix }, cancellationToken)
            .AsPages(pageSizeHint: RunWindows.Files).WithCancellation(cancellationToken))
        {
            foreach (BlobItem blob in blobs.Values.Where(b => matches(b.Name)))
            {
                yield return (new InputFile(source.Container, blob.Name) { ETag = BlobETag.Of(blob.Properties.ETag) }, page);
            }

            page = blobs.ContinuationToken;
        }
    }

    /// <summary>A collision in words, with both files; none when the earlier file is gone by now.</summary>
    /// <param name="files">The files, from the first one.</param>
    /// <param name="collisions">What watches them.</param>
    /// <param name="found">The collision.</param>
    public static async Task<IReadOnlyList<ManifestError>> TellAsync(IAsyncEnumerable<InputFile> files, OutputCollisions collisions, OutputCollision found)
    {
        await foreach (InputFile file in files)
        {
            if (found.IsWrittenBy(file) && file.Path != found.File.Path)
            {
                return collisions.Errors(found, file);
            }
        }

        return [];
    }
}
