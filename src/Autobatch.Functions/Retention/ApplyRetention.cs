using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Retention;

/// <summary>Goes through the ledger page by page and purges what is due; each page is a generation, so that the history stays short.</summary>
internal static class ApplyRetention
{
    private const int AtOnce = 5;
    private const int CallsPerGeneration = 100;

    [Function(nameof(ApplyRetention))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        RetentionState state = context.GetInput<RetentionState>()!;
        if (await TurnAsync(context, state, Retries.Options()) is { } next)
        {
            context.ContinueAsNew(next);
        }
    }

    /// <summary>One page; null after the last.</summary>
    private static async Task<RetentionState?> TurnAsync(TaskOrchestrationContext context, RetentionState state, TaskOptions retries)
    {
        string? last;
        if (state.Stage == RetentionStage.Runs)
        {
            ExpiredPage page = await context.CallActivityAsync<ExpiredPage>(nameof(FindExpired), state, retries);
            if (!await PurgeAsync(context, page.Runs))
            {
                // The same page again: what is gone is no longer listed.
                return state;
            }

            last = page.Last;
        }
        else
        {
            last = await context.CallActivityAsync<string?>(SweeperOf(state.Stage), state, retries);
        }

        return last is not null ? state with { After = last }
            : RetentionStage.After(state.Stage, context.CompareVersionTo("1.1") < 0) is { } stage ? state with { Stage = stage, After = null }
            : null;
    }

    private static string SweeperOf(string stage) => stage switch
    {
        RetentionStage.Inputs => nameof(SweepInputs),
        RetentionStage.Staged => nameof(SweepStaged),
        _ => nameof(SweepTombstones),
    };

    /// <summary>Purges every run of the page; false when that needs another generation.</summary>
    private static async Task<bool> PurgeAsync(TaskOrchestrationContext context, IReadOnlyList<ExpiredRun> runs)
    {
        Queue<ExpiredRun> waiting = new(runs);
        for (int calls = 0; waiting.Count > 0; calls += AtOnce)
        {
            if (calls >= CallsPerGeneration)
            {
                return false;
            }

            ExpiredRun[] group = [.. Enumerable.Range(0, Math.Min(AtOnce, waiting.Count)).Select(_ => waiting.Dequeue())];
            PurgeProgress[] progress = await Task.WhenAll(group.Select(run => OneAsync(context, run)));
            foreach ((ExpiredRun run, PurgeProgress came) in group.Zip(progress))
            {
                if (came == PurgeProgress.More)
                {
                    waiting.Enqueue(run);
                }
            }
        }

        return true;
    }

    private static async Task<PurgeProgress> OneAsync(TaskOrchestrationContext context, ExpiredRun run)
    {
        try
        {
            return await context.CallActivityAsync<PurgeProgress>(nameof(PurgeRun), run, Retries.Brief());
        }
        catch (TaskFailedException)
        {
            // One run that cannot be purged must not keep the others; it is tried again by the next sweep, and the log says why.
            return PurgeProgress.NotEnded;
        }
    }
}
