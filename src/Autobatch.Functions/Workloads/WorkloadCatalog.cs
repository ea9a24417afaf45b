using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Manifests;
using Autobatch.Runs;
using Autobatch.Workloads;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// Which workloads there are. A workload is its blob's latest good version, and the blob is looked at whenever a file comes: so the order in which
/// events arrive does not matter, and nothing is taken in for a workload that was deleted a moment ago.
/// </summary>
internal sealed partial class WorkloadCatalog(
    AutoStorage storage,
    ContainerOptions containers,
    WorkloadRows rows,
    WorkloadDocuments documents,
    WorkloadRejection rejection,
    RunPlans plans,
    TimeProvider time,
    ILogger<WorkloadCatalog> logger)
{
    private const int MostTries = 8;
    private const int MostAbsent = 1000;
    private static readonly TimeSpan s_absentFor = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _absent = new(StringComparer.Ordinal);

    /// <summary>A workload as it was seen last; null when there never was one of this name.</summary>
    public Task<WorkloadState?> FindAsync(string name, CancellationToken cancellationToken) => rows.FindAsync(name, cancellationToken);

    /// <summary>The same after a look at its blob.</summary>
    public async Task<WorkloadState?> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        // Folders that no workload watches hold ordinary input files, many at a time.
        if (_absent.TryGetValue(name, out DateTimeOffset until) && time.GetUtcNow() < until)
        {
            return null;
        }

        List<BlobItem> blobs = await ListAsync(WorkloadNames.DocumentPrefix(name), cancellationToken);
        WorkloadState? state = await rows.FindAsync(name, cancellationToken);
        if (blobs.Count == 0 && state is null)
        {
            if (_absent.Count >= MostAbsent)
            {
                _absent.Clear();
            }

            _absent[name] = time.GetUtcNow() + s_absentFor;
            return null;
        }

        return await RefreshAsync(name, state, blobs, cancellationToken);
    }

    /// <summary>Looks at every document; gives the workloads that there are or were.</summary>
    public async Task<IReadOnlyList<WorkloadState>> RefreshAllAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, WorkloadState> known = (await rows.ListAsync(cancellationToken)).ToDictionary(s => s.Name, StringComparer.Ordinal);
        ILookup<string, BlobItem> blobs = (await ListAsync(null, cancellationToken))
            .ToLookup(b => WorkloadNames.IsDocument(b.Name, out string workload, out _) ? workload : "", StringComparer.Ordinal);
        List<WorkloadState> all = [];
        foreach (string name in known.Keys.Union(blobs.Select(b => b.Key).Where(WorkloadNames.IsName)).Order(StringComparer.Ordinal))
        {
            if (await RefreshAsync(name, known.GetValueOrDefault(name), [.. blobs[name]], cancellationToken) is { } state)
            {
                all.Add(state);
            }
        }

        foreach (BlobItem blob in blobs.Where(b => b.Key.Length > 0 && !WorkloadNames.IsName(b.Key)).SelectMany(b => b))
        {
            await MisnamedAsync(blob.Name, BlobETag.Of(blob.Properties.ETag), cancellationToken);
        }

        return all;
    }

    /// <summary>A document landed.</summary>
    public async Task ArrivedAsync(string blob, CancellationToken cancellationToken)
    {
        if (!WorkloadNames.IsDocument(blob, out string workload, out _))
        {
            return;
        }

        if (WorkloadNames.IsName(workload))
        {
            _absent.TryRemove(workload, out _);
            await RefreshAsync(workload, cancellationToken);
            return;
        }

        if ((await ListAsync(blob, cancellationToken)).Find(b => b.Name == blob) is { } found)
        {
            await MisnamedAsync(blob, BlobETag.Of(found.Properties.ETag), cancellationToken);
        }
    }

    /// <summary>Pauses a workload, or lets it go on. The document has the same say: the last word counts.</summary>
    public async Task<WorkloadState?> PauseAsync(string name, bool paused, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            if (await RefreshAsync(name, cancellationToken) is not { } state)
            {
                return null;
            }

            if (state.Paused == paused || await rows.TrySaveAsync(state with { Paused = paused }, cancellationToken))
            {
                return state with { Paused = paused };
            }
        }

        throw new RetryLaterException($"The workload '{name}' is contended.");
    }

    private async Task<WorkloadState?> RefreshAsync(string name, WorkloadState? state, List<BlobItem> blobs, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            WorkloadState? next = blobs.Count == 0 ? Deleted(state) : await LookAsync(name, state, blobs, cancellationToken);
            if (next is null || ReferenceEquals(next, state))
            {
                return state;
            }

            if (await rows.TrySaveAsync(next, cancellationToken))
            {
                LogChanged(logger, name, next.Current?.Id ?? "none", next.Error?.Code ?? "none");
            }

            state = await rows.FindAsync(name, cancellationToken);
            if (state is not null && state.ETag == next.ETag && state.DeletedAt is null == next.DeletedAt is null)
            {
                return state;
            }
        }

        throw new RetryLaterException($"The workload '{name}' is contended.");
    }

    private WorkloadState? Deleted(WorkloadState? state) => state is null or { DeletedAt: not null } ? state : state with { DeletedAt = time.GetUtcNow(), Error = null };

    // JSON before YAML: of two documents the second one is refused, whoever came first.
    private async Task<WorkloadState?> LookAsync(string name, WorkloadState? state, List<BlobItem> blobs, CancellationToken cancellationToken)
    {
        BlobItem blob = blobs.OrderBy(b => b.Name, StringComparer.Ordinal).First();
        foreach (BlobItem second in blobs.Where(b => b != blob))
        {
            string secondId = IdOf(second.Name, BlobETag.Of(second.Properties.ETag));
            Problem twice = Problem.Of(ErrorCodes.WorkloadDefinedTwice, $"The workload '{name}' is defined by {containers.Workloads}/{blob.Name} already.");
            await rejection.RejectAsync(secondId, containers.Workloads, second.Name, BlobETag.Of(second.Properties.ETag), twice, cancellationToken);
        }

        string etag = BlobETag.Of(blob.Properties.ETag);
        if (state is { DeletedAt: null } && state.Blob == blob.Name && state.ETag == etag)
        {
            return state;
        }

        if (await DownloadAsync(blob.Name, cancellationToken) is not var (content, written))
        {
            return Deleted(state);
        }

        etag = BlobETag.Of(written.ETag);
        string id = IdOf(blob.Name, etag);
        WorkloadState next = (state ?? new WorkloadState { Name = name, Blob = blob.Name, ETag = etag }) with
        {
            Blob = blob.Name,
            ETag = etag,
            DeletedAt = null,
            Error = null,
            Versions = state is { DeletedAt: null } ? state.Versions : [],
        };
        (Workload? document, Problem? problem) = Read(name, blob.Name, content);
        if (document is null)
        {
            await rejection.RejectAsync(id, containers.Workloads, blob.Name, etag, problem!, cancellationToken);
            return next with { Error = new WorkloadError(id, problem!.Code, problem.Detail, time.GetUtcNow()) };
        }

        await documents.SaveAsync(name, id, document, cancellationToken);
        return next with
        {
            Versions = [.. next.Versions.Where(v => v.Id != id).Append(new WorkloadVersion(id, written.LastModified)).TakeLast(WorkloadState.MostVersions)],
            Weight = document.Weight,
            MaxActiveTasks = document.MaxActiveTasks,
            Paused = document.Paused ?? state?.Paused ?? false,
        };
    }

    private (Workload? Document, Problem? Problem) Read(string name, string blob, ReadOnlyMemory<byte> utf8)
    {
        _ = WorkloadNames.IsDocument(blob, out _, out ManifestFormat format);
        WorkloadReadResult read = WorkloadReader.Read(utf8, format);
        IReadOnlyList<ManifestError> errors = read.IsValid ? plans.Check(read.Workload, name) : read.Errors;
        return errors.Count == 0 ? (read.Workload, null) : (null, Problem.Of(errors));
    }

    private Task MisnamedAsync(string blob, string etag, CancellationToken cancellationToken)
    {
        Problem problem = Problem.Of(ErrorCodes.BadWorkloadName, $"'{blob}' must be {{name}}.workload.json, the name 1 to {WorkloadNames.MaxLength} letters, digits, '-' and '_'.");
        return rejection.RejectAsync(IdOf(blob, etag), containers.Workloads, blob, etag, problem, cancellationToken);
    }

    private string IdOf(string blob, string etag) => Ids.ForBlob(storage.Account, containers.Workloads, blob, etag);

    private async Task<List<BlobItem>> ListAsync(string? prefix, CancellationToken cancellationToken)
    {
        List<BlobItem> blobs = [];
        try
        {
            await foreach (BlobItem blob in storage.Container(containers.Workloads).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
            {
                if (WorkloadNames.IsDocument(blob.Name, out _, out _))
                {
                    blobs.Add(blob);
                }
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // No container, no workload.
        }

        return blobs;
    }

    // One byte past the bound is enough for the reader to say that the document is too large.
    private async Task<(ReadOnlyMemory<byte> Content, BlobDownloadDetails Written)?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobClient blob = storage.Container(containers.Workloads).GetBlobClient(name);
            using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken);
            byte[] content = new byte[(int)Math.Min(download.Details.ContentLength, ManifestReadOptions.Default.MaxBytes + 1)];
            await download.Content.ReadExactlyAsync(content, cancellationToken);
            return (content, download.Details);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Workload {Workload}: version in force {Version}, error {Code}", EventName = "WorkloadChanged")]
    private static partial void LogChanged(ILogger logger, string workload, string version, string code);
}
