using Autobatch.Functions.Watching;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>Watches a sealed job: woken by the account's watcher, and by a slow net of its own for what never completes.</summary>
internal static class RunWatch
{
    private const int LooksPerGeneration = 40;
    private const double Growth = 1.5;

    // A blocked dependent never completes a job, so runs with dependencies look more often at first.
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_firstWithDependencies = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>How the run ended; null when the orchestration goes on in its next generation.</summary>
    public static async Task<RunEnd?> UntilEndAsync(TaskOrchestrationContext context, RunSteps steps, RunState state)
    {
        RunJob job = state.Job!;
        RunWork work = new(state.Run, job);
        steps.Adopt(job);
        int looks = state.Looks;
        context.SetCustomStatus(new RunProgress(RunStage.Watching, job.Tasks));
        while (true)
        {
            if (!steps.Signals.CancelRequested)
            {
                await steps.Signals.WaitAsync(Pause(job, looks));
            }

            if (steps.Signals.CancelRequested)
            {
                return await steps.CancelAsync();
            }

            Look look = await steps.CallAsync<Look>(nameof(LookAtRun), work);
            if (look.Verdict == LookVerdict.Blocked)
            {
                return new RunEnd(state.Run, job, true, false, look.Detail, null);
            }

            if (look.Verdict == LookVerdict.Ended)
            {
                return new RunEnd(state.Run, job, true, false, null, null);
            }

            context.SetCustomStatus(new RunProgress(RunStage.Watching, job.Tasks, look.Hold?.Reason, look.Hold?.Detail));
            await steps.CallAsync(nameof(EnsureWatcher), new WatchedAccount(job.Account));
            if (++looks % LooksPerGeneration == 0)
            {
                context.ContinueAsNew(state with { Looks = looks });
                return null;
            }
        }
    }

    internal static TimeSpan Pause(RunJob job, int looks)
    {
        TimeSpan first = job.HasDependencies || !job.EndsByItself ? s_firstWithDependencies : s_first;
        double seconds = first.TotalSeconds * Math.Pow(Growth, Math.Min(looks, 20));
        return seconds < s_longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : s_longest;
    }
}
