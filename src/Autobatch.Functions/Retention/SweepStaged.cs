using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>
/// Removes staged files that no run has used for long, with what copies left behind: a page of one storage account in a call. The answer says where it
/// ended, as <c>{storage}/{continuation}</c>; null after the last storage account.
/// </summary>
internal sealed partial class SweepStaged(
    StorageAccounts storage, StagedBlobs blobs, StagedUse use, RetentionOptions options, ILogger<SweepStaged> logger)
{
    private const int PageSize = 1000;
    private const int AtOnce = 8;

    [Function(nameof(SweepStaged))]
    public async Task<string?> Run([ActivityTrigger] RetentionState state, FunctionContext context)
    {
        string[] mark = state.After?.Split('/', 2) ?? ["", ""];
        int at = storage.All.ToList().FindIndex(s => (s.Name ?? "") == mark[0]);
        if (options.Staged is not { } age || at < 0)
        {
            return null;
        }

        string? token = await SweepAsync(storage.All[at], mark[1], state.AsOf - age, context.CancellationToken);
        return token is not null ? $"{mark[0]}/{token}"
            : at + 1 < storage.All.Count ? $"{storage.All[at + 1].Name}/"
            : null;
    }

    private async Task<string?> SweepAsync(HomeStorage home, string token, DateTimeOffset old, CancellationToken cancellationToken)
    {
        (DateTimeOffset before, IReadOnlySet<string> used) = await use.OfAsync(home, old, cancellationToken);
        BlobContainerClient container = blobs.Container(home);
        string shown = new HomeContainer(home.Name, container.Name).ToString();
        try
        {
            await foreach (Page<BlobItem> page in container.GetBlobsAsync(new GetBlobsOptions(), cancellationToken)
                .AsPages(token.Length == 0 ? null : token, PageSize).WithCancellation(cancellationToken))
            {
                BlobItem[] unused = [.. page.Values.Where(b => b.Properties.LastModified < before && !used.Contains(b.Name))];
                if (unused.Length > 0)
                {
                    await RemoveAsync(container, shown, unused, cancellationToken);
                }

                if (page.ContinuationToken is { Length: > 0 } next)
                {
                    return next;
                }
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // Nothing was ever staged here.
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // One storage account that is away keeps no other from being swept.
            LogAway(logger, shown, e.GetType().Name, Secrets.Strip(e.Message));
            return null;
        }

        await SweepListsAsync(home, before, used, cancellationToken);
        return null;
    }

    // Containers of lists carry their age themselves, as blobs do.
    private async Task SweepListsAsync(HomeStorage home, DateTimeOffset before, IReadOnlySet<string> used, CancellationToken cancellationToken)
    {
        string prefix = StagedLists.PrefixOf(blobs.Container(home).Name);
        string shown = new HomeContainer(home.Name, prefix).ToString();
        try
        {
            List<BlobContainerItem> unused = [];
            await foreach (BlobContainerItem container in home.Service.GetBlobContainersAsync(BlobContainerTraits.Metadata, BlobContainerStates.None, prefix, cancellationToken))
            {
                if (StagedLists.IsOurs(container) && container.Properties.LastModified < before && !used.Contains(container.Name) && unused.Count < PageSize)
                {
                    unused.Add(container);
                }
            }

            if (unused.Count > 0 && options.DryRun)
            {
                LogWouldLists(logger, unused.Count, shown);
            }
            else if (unused.Count > 0)
            {
                await Parallel.ForEachAsync(
                    unused,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                    async (container, token) => await DeleteAsync(home.Container(container.Name), container.Properties.LastModified, token));
                LogRemovedLists(logger, unused.Count, shown);
            }
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // One storage account that is away keeps no other from being swept.
            LogAway(logger, shown, e.GetType().Name, Secrets.Strip(e.Message));
        }
    }

    // A run that uses it at this moment has marked it.
    private static async Task DeleteAsync(BlobContainerClient container, DateTimeOffset lastModified, CancellationToken cancellationToken)
    {
        try
        {
            await container.DeleteIfExistsAsync(new BlobRequestConditions { IfUnmodifiedSince = lastModified }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // It is in use.
        }
    }

    private async Task RemoveAsync(BlobContainerClient container, string shown, BlobItem[] unused, CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            LogWould(logger, unused.Length, shown);
            return;
        }

        await Parallel.ForEachAsync(
            unused, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (blob, token) => await DeleteAsync(container, blob, token));
        LogRemoved(logger, unused.Length, shown);
    }

    // A run that uses the file at this moment has marked it, or makes it anew.
    private static async Task DeleteAsync(BlobContainerClient container, BlobItem blob, CancellationToken cancellationToken)
    {
        try
        {
            await container.DeleteBlobIfExistsAsync(
                blob.Name, DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = blob.Properties.ETag }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // It is in use.
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Blobs} blobs of {Container} that no run has used for long are removed", EventName = "StagedRemoved")]
    private static partial void LogRemoved(ILogger logger, int blobs, string container);

    [LoggerMessage(2, LogLevel.Information, "{Blobs} blobs of {Container} that no run has used for long would be removed (Autobatch:Retention:DryRun is true)", EventName = "StagedWouldBeRemoved")]
    private static partial void LogWould(ILogger logger, int blobs, string container);

    [LoggerMessage(4, LogLevel.Information, "{Containers} containers {Container}… that no run has used for long are removed", EventName = "StagedListsRemoved")]
    private static partial void LogRemovedLists(ILogger logger, int containers, string container);

    [LoggerMessage(5, LogLevel.Information, "{Containers} containers {Container}… that no run has used for long would be removed (Autobatch:Retention:DryRun is true)", EventName = "StagedListsWouldBeRemoved")]
    private static partial void LogWouldLists(ILogger logger, int containers, string container);

    [LoggerMessage(3, LogLevel.Warning, "{Container} could not be swept: {Kind}: {Reason}", EventName = "StagedNotSwept")]
    private static partial void LogAway(ILogger logger, string container, string kind, string reason);
}
