using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Asks for the versions that a window's files have now: by one call of the listing where the window is a page of it, and whatever else lies between its files,
/// by a number of calls that grows with the window alone.
/// </summary>
internal static class CurrentVersions
{
    private const int AtOnce = 16;
    private const int FewestPages = 4;
    private const int FilesForAPage = 50;

    /// <summary>The versions in the order of the names; null for a file that is gone.</summary>
    /// <param name="home">Where the files are.</param>
    /// <param name="source">What they were chosen by.</param>
    /// <param name="names">Their names, in order.</param>
    /// <param name="page">Where the listing stood when it found them; null when that is not known.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<CurrentVersion?[]> OfAsync(
        HomeStorage home, TaskSource source, IReadOnlyList<string> names, string? page, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return [];
        }

        try
        {
            return await ListAsync(home.Container(source.Container), source, names, page, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 400 && page is not null)
        {
            // A mark of an old listing need not be understood for ever.
            return await ListAsync(home.Container(source.Container), source, names, null, cancellationToken);
        }
    }

    private static async Task<CurrentVersion?[]> ListAsync(
        BlobContainerClient container, TaskSource source, IReadOnlyList<string> names, string? page, CancellationToken cancellationToken)
    {
        CurrentVersion?[] found = new CurrentVersion?[names.Count];

        // A mark belongs to the listing that it is of, with its prefix.
        string prefix = page is null ? names[0][..names[0].AsSpan().CommonPrefixLength(names[^1])] : source.BlobPrefix;
        int next = 0;
        int pages = FewestPages + (names.Count / FilesForAPage);
        await foreach (Page<BlobItem> some in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken)
            .AsPages(page, RunWindows.Files).WithCancellation(cancellationToken))
        {
            foreach (BlobItem blob in some.Values)
            {
                while (next < names.Count && string.CompareOrdinal(names[next], blob.Name) < 0)
                {
                    next++;
                }

                if (next == names.Count)
                {
                    return found;
                }

                if (names[next] == blob.Name)
                {
                    found[next++] = new CurrentVersion(BlobETag.Of(blob.Properties.ETag), blob.Properties.LastModified ?? default);
                }
            }

            if (next == names.Count)
            {
                return found;
            }

            if (--pages == 0)
            {
                await EachAsync(container, names, next, found, cancellationToken);
                return found;
            }
        }

        return found;
    }

    private static Task EachAsync(BlobContainerClient container, IReadOnlyList<string> names, int first, CurrentVersion?[] found, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(first, names.Count - first),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (i, cancelled) =>
        {
            try
            {
                BlobProperties properties = await container.GetBlobClient(names[i]).GetPropertiesAsync(cancellationToken: cancelled);
                found[i] = new CurrentVersion(BlobETag.Of(properties.ETag), properties.LastModified);
            }
            catch (RequestFailedException e) when (e.IsNotFound())
            {
                // It is gone.
            }
        });
}
