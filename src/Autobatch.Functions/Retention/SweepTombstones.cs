using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>Removes one page of tombstones that nothing needs any more. The answer says where the page ended; null at the end of the stage.</summary>
internal sealed partial class SweepTombstones(
    BlobVersions versions, PurgedRuns purged, Tombstones tombstones, ContainerOptions containers, RetentionOptions options, ILogger<SweepTombstones> logger)
{
    private const int PageSize = 200;
    private const int AtOnce = 8;

    [Function(nameof(SweepTombstones))]
    public Task<string?> Run([ActivityTrigger] RetentionState state, FunctionContext context) => state.Stage switch
    {
        RetentionStage.Manifests => BlobsAsync(containers.Jobs, state.After, context.CancellationToken),
        RetentionStage.Packages => BlobsAsync(containers.Packages, state.After, context.CancellationToken),
        _ => KeysAsync(state, context.CancellationToken),
    };

    private async Task<string?> BlobsAsync(string container, string? after, CancellationToken cancellationToken)
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
