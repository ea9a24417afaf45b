using System.Runtime.CompilerServices;
using Autobatch.Functions.Storage;
using Autobatch.Manifests;
using Autobatch.Planning;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Lists the files of a factory's source, in the order of their names, which makes task ids the same whenever it is listed again over the same blobs.</summary>
internal static class SourceFiles
{
    public static async IAsyncEnumerable<InputFile> ListAsync(HomeStorage home, TaskSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<string, bool> matches = InputSelector.Matcher(source);
        await foreach (BlobItem blob in home.Container(source.Container).GetBlobsAsync(new GetBlobsOptions { Prefix = source.BlobPrefix }, cancellationToken))
        {
            if (matches(blob.Name))
            {
                yield return new InputFile(source.Container, blob.Name) { ETag = BlobETag.Of(blob.Properties.ETag) };
            }
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
