using Autobatch.Functions.Runs.Keys;
using Autobatch.Functions.Watching;

namespace Autobatch.Functions.Runs;

/// <summary>Watches a sealed job: woken by the account's watcher, and by a slow net of its own for what never completes.</summary>
internal static class RunWatch
{
    private const double Growth = 1.5;

    // A blocked dependent never completes a job, so runs with dependencies look more often at first.
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstWithDependencies = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_longestWhenHeld = TimeSpan.FromSeconds(30);

    /// <summary>How the run ended.</summary>
    public static async Task<RunEnd> UntilEndAsync(RunFlow flow)
    {
        RunJob job = flow.State.Job!;
        flow.Enter(RunStage.Watching);
        while (true)
        {
            flow.StopWhenCancelled();
            flow.TurnOverWhenLong();
            await flow.PauseAsync(Pause(flow));
            Look look = await flow.CallAsync<Look>(nameof(LookAtRun), new LookWork(flow.State.Run, job, flow.State.FailuresSeen));
            flow.Set(s => s with { FailuresSeen = look.Failures ?? s.FailuresSeen });
            if (look.Keys is { } keys && (!keys.JobIsOver || flow.State.KeyRepairs < KeyRepair.Most))
            {
                await KeyRepair.CarryOutAsync(flow, keys);
                continue;
            }

            if (look.Verdict != LookVerdict.GoesOn)
            {
                return new RunEnd(flow.State.Run, job, true, false, look.Verdict == LookVerdict.Blocked ? look.Detail : null, null, look.EndedAt, flow.Now, flow.State.Left);
            }

            await NoteAsync(flow, look.Hold);
            if (look.Drained)
            {
                await flow.MoveIfBetterAsync();
            }

            await flow.CallAsync(nameof(EnsureWatcher), new WatchedAccount(job.Account));
            flow.Set(s => s with { Looks = s.Looks + 1 });
        }
    }

    internal static TimeSpan Pause(RunJob job, int looks)
    {
        TimeSpan first = job.HasDependencies || !job.EndsByItself ? s_firstWithDependencies : s_first;
        double seconds = first.TotalSeconds * Math.Pow(Growth, Math.Min(looks, 20));
        return seconds < s_longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : s_longest;
    }

    private static Task NoteAsync(RunFlow flow, Hold? hold) => hold is null ? flow.FreeAsync() : flow.HeldAsync(hold);

    // What holds a run up may go at any moment, and its deadline is kept.
    private static TimeSpan Pause(RunFlow flow)
    {
        TimeSpan pause = Pause(flow.State.Job!, flow.State.Looks);
        pause = flow.State.Job!.LookEvery is { } every && every < pause ? every : pause;
        if (flow.State.Wait is not { } wait)
        {
            return pause;
        }

        pause = pause < s_longestWhenHeld ? pause : s_longestWhenHeld;
        TimeSpan left = wait.Deadline - flow.Now;
        return left < pause ? left : pause;
    }
}
