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
                yield return new InputFile(source.Container, blob.Name);
            }
        }
    }

    /// <summary>A collision in words, with both files; none when the earlier file is gone by now.</summary>
    public static async Task<IReadOnlyList<ManifestError>> TellAsync(
        HomeStorage home, TaskSource source, OutputCollisions collisions, OutputCollision found, CancellationToken cancellationToken)
    {
        await foreach (InputFile file in ListAsync(home, source, cancellationToken))
        {
            if (found.IsWrittenBy(file) && file.Path != found.File.Path)
            {
                return collisions.Errors(found, file);
            }
        }

        return [];
    }
}
