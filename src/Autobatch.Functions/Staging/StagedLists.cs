using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Autobatch.Staging;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Copies the files of lists that are too long for Batch into containers: one for each list, named by what is in it, so that a list that did not change is copied once, for all runs.
/// Storage copies on its own side. A container counts when it says by its metadata that it is complete; a copying that was cut off goes on with what is missing.
/// </summary>
internal sealed class StagedLists(StagedBlobs blobs, StorageUrlsFactory urls, TimeProvider time)
{
    private const int HashLength = 22;
    private const int MostOfStaged = 63 - 1 - HashLength;
    private const string OursName = "autobatchlist";
    private const string FilesName = "files";
    private const string BytesName = "bytes";
    private const int AtOnce = 16;

    /// <summary>Copies until the time given; null when there is more to do.</summary>
    /// <exception cref="FaultException">The files are too many, or two of them have one path.</exception>
    public async Task<ListRecord?> StageAsync(HomeStorage home, StagedList list, DateTimeOffset until, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedFile> files = await ResolveAsync(home, list, cancellationToken);
        string name = NameOf(PrefixOf(blobs.Container(home).Name), list, files);
        BlobContainerClient container = home.Container(name);
        if (await CompleteAsync(container, true, cancellationToken) is { } known)
        {
            return new ListRecord(list.Key, name, known.Files, known.Bytes, true);
        }

        await container.CreateIfNotExistsAsync(metadata: Ours(), cancellationToken: cancellationToken);
        Dictionary<string, long> there = await ThereAsync(container, cancellationToken);
        ListedFile[] missing = [.. files.Where(f => !there.ContainsKey(f.Path))];
        if (!await CopyAsync(home, container, missing, until, cancellationToken))
        {
            return null;
        }

        there = missing.Length == 0 ? there : await ThereAsync(container, cancellationToken);
        if (there.Count != files.Count)
        {
            throw new RetryLaterException($"The container '{name}' is changed by somebody else.");
        }

        Dictionary<string, string> complete = Ours();
        (complete[FilesName], complete[BytesName]) = (Text(there.Count), Text(there.Values.Sum()));
        await container.SetMetadataAsync(complete, cancellationToken: cancellationToken);
        return new ListRecord(list.Key, name, there.Count, there.Values.Sum(), false);
    }

    /// <summary>What staging a list would bring: files, bytes as far as they are known, and whether they are there already. Copies that are not made yet count without bytes.</summary>
    public async Task<(int Files, long Bytes, bool Unchanged)> LookAsync(HomeStorage home, StagedList list, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedFile> files = await ResolveAsync(home, list, cancellationToken);
        return await CompleteAsync(home.Container(NameOf(PrefixOf(blobs.Container(home).Name), list, files)), false, cancellationToken) is { } known
            ? (known.Files, known.Bytes, true)
            : (files.Count, files.Sum(f => f.Bytes ?? 0), false);
    }

    /// <summary>What the names of these containers begin with, beside a container of staged files.</summary>
    public static string PrefixOf(string staged) => $"{staged[..Math.Min(staged.Length, MostOfStaged)].TrimEnd('-')}-";

    /// <summary>Whether a container, listed with its metadata, is one of these.</summary>
    public static bool IsOurs(BlobContainerItem container) => container.Properties.Metadata?.ContainsKey(OursName) ?? false;

    /// <summary>A name as long as that of the list's container, which follows from what is in it.</summary>
    public static string Example(string staged, StagedList list) => PrefixOf(staged) + list.Key[..HashLength];

    private static Dictionary<string, string> Ours() => new() { [OursName] = "1" };

    private static string NameOf(string prefix, StagedList list, IReadOnlyList<ListedFile> files) => prefix + InlineContent.NameOf(
        Encoding.UTF8.GetBytes(string.Join('\n', files.Select(f => $"{f.Path}\n{f.Container}/{f.Name}\n{f.Version}").Prepend(list.FileMode))))[..HashLength];

    // The files in the order of their paths.
    private async Task<IReadOnlyList<ListedFile>> ResolveAsync(HomeStorage home, StagedList list, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, ListedFile> files = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            list.Items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, cancelled) =>
            {
                if (!item.Prefix)
                {
                    string where = blobs.Container(home).Name;
                    Add(files, new ListedFile(item.Path, where, item.Name ?? item.Key, null, null));
                    return;
                }

                await foreach (BlobItem blob in home.Container(item.Container!).GetBlobsAsync(new GetBlobsOptions { Prefix = item.Name }, cancelled))
                {
                    if (!blob.Name.EndsWith('/'))
                    {
                        Add(files, new ListedFile(item.Path.Length == 0 ? blob.Name : $"{item.Path}/{blob.Name}", item.Container!, blob.Name, blob.Properties.ETag, blob.Properties.ContentLength));
                    }
                }
            });
        return [.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    private static void Add(ConcurrentDictionary<string, ListedFile> files, ListedFile file)
    {
        ListedFile known = files.GetOrAdd(file.Path, file);
        if ((known.Container, known.Name) != (file.Container, file.Name))
        {
            throw new FaultException(ErrorCodes.TooManyResourceFiles, $"A list of resource files is too long for Batch, and cannot be staged since two of its files have the path '{file.Path}'.");
        }

        if (files.Count > LongLists.MaxFiles)
        {
            throw new FaultException(ErrorCodes.TooManyResourceFiles, $"A list of resource files is too long for Batch, and comes to more than {LongLists.MaxFiles} files, which is the most that are staged for it.");
        }
    }

    private async Task<(int Files, long Bytes)?> CompleteAsync(BlobContainerClient container, bool use, CancellationToken cancellationToken)
    {
        try
        {
            BlobContainerProperties properties = await container.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (!properties.Metadata.TryGetValue(FilesName, out string? files) || !properties.Metadata.TryGetValue(BytesName, out string? bytes))
            {
                return null;
            }

            if (use && blobs.IsToBeMarked(properties.LastModified))
            {
                await container.SetMetadataAsync(properties.Metadata, cancellationToken: cancellationToken);
            }

            return (int.Parse(files, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture));
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, long>> ThereAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        Dictionary<string, long> there = new(StringComparer.Ordinal);
        await foreach (BlobItem blob in container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.CopyStatus }, cancellationToken))
        {
            if (blob.Properties.CopyStatus is null or CopyStatus.Success)
            {
                there[blob.Name] = blob.Properties.ContentLength ?? 0;
            }
        }

        return there;
    }

    private async Task<bool> CopyAsync(HomeStorage home, BlobContainerClient to, ListedFile[] files, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
        {
            return true;
        }

        StorageUrls sources = await urls.CreateAsync(home, ServerCopy.SourceLife, cancellationToken);
        int left = 0;
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (file, cancelled) =>
            {
                if (time.GetUtcNow() >= until)
                {
                    Interlocked.Increment(ref left);
                    return;
                }

                await CopyAsync(sources.BlobForReading(file.Container, file.Name), to.GetBlobClient(file.Path), file.Version, cancelled);
            });
        return left == 0;
    }

    private static async Task CopyAsync(string from, BlobClient to, ETag? version, CancellationToken cancellationToken)
    {
        BlobCopyFromUriOptions options = new();
        if (version is not null)
        {
            options.SourceConditions = new BlobRequestConditions { IfMatch = version };
        }

        try
        {
            await ServerCopy.RunAsync(from, to, options, "Another run copies the same files at this moment.", cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.IsConflict())
        {
            throw new RetryLaterException($"A file was changed or deleted while it was copied ({e.Status} {e.ErrorCode}).");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
