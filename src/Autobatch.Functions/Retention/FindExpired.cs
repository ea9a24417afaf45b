using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Retention;

/// <summary>Finds the next runs that something is due of.</summary>
internal sealed class FindExpired(RunRows rows, RetentionOptions options)
{
    private const int PageSize = 50;

    [Function(nameof(FindExpired))]
    public async Task<ExpiredPage> Run([ActivityTrigger] RetentionState state, FunctionContext context)
    {
        if (!options.IsOnForRuns)
        {
            return new ExpiredPage([], null);
        }

        (IReadOnlyList<LedgerEntry> ended, string? last) = await rows.ListEndedAsync(
            RetentionPolicy.Cutoff(options, state.AsOf), state.After, PageSize, context.CancellationToken);
        return new ExpiredPage(
            [
                .. ended.Select(run => new ExpiredRun(run.Id, run.CreatedAt, RetentionPolicy.Due(options, run, state.AsOf)))
                    .Where(run => run.Scope != PurgeScope.None),
            ],
            last);
    }
}
