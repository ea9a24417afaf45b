using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>Removes a run's blobs, which all lie under <c>{runId}/</c>; a bounded number in one call.</summary>
internal sealed partial class RunBlobs(StorageAccounts storage, AppStorage app, RunRows rows, RunPlans plans, ContainerOptions containers, ILogger<RunBlobs> logger)
{
    private const int MostInOneCall = 2000;
    private const int AtOnce = 8;

    /// <summary>Removes the run's outputs; false when there are more. What reruns share goes with the last of them.</summary>
    public async Task<bool> DeleteOutputsAsync(LedgerEntry run, CancellationToken cancellationToken)
    {
        string folder = run.OutputsOf ?? run.Id;
        if (await rows.IsSharedAsync(run, other => (other.OutputsReleasedAt ?? other.OutputsPurgedAt) is null, cancellationToken))
        {
            return true;
        }

        if (storage.TryFind(run.Storage) is not { } home)
        {
            LogStorageGone(logger, run.Id, run.Storage!);
            return true;
        }

        foreach (string container in await OutputContainersAsync(run, cancellationToken))
        {
            if (!await DeleteAsync(home.Container(container), folder, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Removes the run's result and error; false when there are more.</summary>
    public Task<bool> DeleteResultsAsync(string runId, CancellationToken cancellationToken) => DeleteAsync(storage.Primary.Results, runId, cancellationToken);

    /// <summary>Removes what the app stored for the run, and its mark; false when there are more. The lists of input files that reruns share go with the last of them.</summary>
    public async Task<bool> DeleteStoredAsync(LedgerEntry run, CancellationToken cancellationToken)
    {
        if (storage.TryFind(run.Storage) is { } home)
        {
            await DeleteAsync(home.Container(containers.Markers), run.Id, cancellationToken);
        }

        bool shared = await rows.IsSharedAsync(run, other => other.PurgeBeganAt is null, cancellationToken);
        string? kept = shared ? RunFiles.WindowsOf(run.Id) : null;
        return await DeleteAsync(app.Runs, run.Id, cancellationToken, kept)
            && (shared || run.OutputsOf is null || await DeleteAsync(app.Runs, run.OutputsOf, cancellationToken));
    }

    private async Task<IReadOnlyList<string>> OutputContainersAsync(LedgerEntry run, CancellationToken cancellationToken)
    {
        try
        {
            return run.Sha256 is null ? [containers.Outputs]
                : [.. (await plans.GetAsync(RunInput.Of(run), cancellationToken)).WriteContainers.Append(containers.Outputs).Distinct()];
        }
        catch (FaultException)
        {
            // Without its manifest, or with one that the settings no longer allow, the run is known to have written to the usual place.
            return [containers.Outputs];
        }
    }

    private static async Task<bool> DeleteAsync(BlobContainerClient container, string folder, CancellationToken cancellationToken, string? kept = null)
    {
        List<string> names = [];
        try
        {
            await foreach (BlobItem blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{folder}/" }, cancellationToken))
            {
                if (kept is not null && blob.Name.StartsWith(kept, StringComparison.Ordinal))
                {
                    continue;
                }

                names.Add(blob.Name);
                if (names.Count == MostInOneCall)
                {
                    break;
                }
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return true;
        }

        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (name, token) => await container.DeleteBlobIfExistsAsync(name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token));
        return names.Count < MostInOneCall;
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} is purged without its outputs: the storage account {Storage} is not configured any more", EventName = "PurgedWithoutOutputs")]
    private static partial void LogStorageGone(ILogger logger, string runId, string storage);
}
