using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>Removes one page of tombstones that nothing needs any more. The answer says where the page ended; null at the end of the stage.</summary>
internal sealed partial class SweepTombstones(
    StorageAccounts accounts, BlobVersions versions, PurgedRuns purged, Tombstones tombstones, ContainerOptions containers, RetentionOptions options, ILogger<SweepTombstones> logger)
{
    private const int PageSize = 200;
    private const int AtOnce = 8;
    private const char OfStorage = '@';

    [Function(nameof(SweepTombstones))]
    public Task<string?> Run([ActivityTrigger] RetentionState state, FunctionContext context) => state.Stage switch
    {
        RetentionStage.Manifests => ManifestsAsync(state.After, context.CancellationToken),
        RetentionStage.Packages => BlobsAsync(new HomeContainer(null, containers.Packages), state.After, context.CancellationToken),
        _ => KeysAsync(state, context.CancellationToken),
    };

    // One storage account after the other; of a further one, its name goes before the row.
    private async Task<string?> ManifestsAsync(string? after, CancellationToken cancellationToken)
    {
        string[] mark = after?.Split(OfStorage) ?? [];
        string? storage = mark.Length == 2 ? mark[0] : null;
        int at = storage is null ? 0 : 1 + accounts.Further.ToList().FindIndex(s => s.Name == storage);
        if (storage is not null && at == 0)
        {
            return null;
        }

        HomeContainer jobs = new(storage, containers.Jobs);
        string? last = await BlobsAsync(jobs, mark.Length == 0 || mark[^1].Length == 0 ? null : mark[^1], cancellationToken);
        return last is not null ? storage is null ? last : $"{storage}{OfStorage}{last}"
            : at < accounts.Further.Count ? $"{accounts.Further[at].Name}{OfStorage}"
            : null;
    }

    private async Task<string?> BlobsAsync(HomeContainer container, string? after, CancellationToken cancellationToken)
    {
        (IReadOnlyList<BlobVersion> page, string? last) = await versions.PageAsync(container, after, PageSize, cancellationToken);
        await Parallel.ForEachAsync(
            page,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (version, token) =>
            {
                if (await tombstones.IsGoneAsync(container, version.Name, token) && !options.DryRun)
                {
                    await versions.DeleteAsync(container, version, token);
                    LogRemoved(logger, $"{container}/{version.Name}");
                }
            });
        return last;
    }

    private async Task<string?> KeysAsync(RetentionState state, CancellationToken cancellationToken)
    {
        (IReadOnlyList<PurgedRun> page, string? last) = await purged.PageAsync(state.After, PageSize, cancellationToken);
        foreach (PurgedRun run in page.Where(run => state.AsOf - run.PurgedAt >= options.IdempotencyKeys && !options.DryRun))
        {
            await purged.DeleteAsync(run.Id, cancellationToken);
            LogRemoved(logger, run.Id);
        }

        return last;
    }

    [LoggerMessage(1, LogLevel.Debug, "The tombstone of {Source} is removed", EventName = "TombstoneRemoved")]
    private static partial void LogRemoved(ILogger logger, string source);
}
