using Autobatch.Functions.Placing;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs.Keys;

/// <summary>
/// Lets a run go on after a storage key was made anew: keys, nodes, and then what failed in a job of its own when the first one has ended. While the job
/// goes on, tasks that were denied stay as they are until its end.
/// </summary>
internal static class KeyRepair
{
    /// <summary>Jobs of one run for what was denied; what is denied after that has another reason.</summary>
    public const int Most = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    /// <exception cref="RunMovesException">What failed goes into another job.</exception>
    public static async Task CarryOutAsync(RunFlow flow, StaleKeys keys)
    {
        RunJob job = flow.State.Job!;
        await flow.HeldAsync(new Hold(WaitingReason.StorageKeysRotated, keys.Detail, s_patience));
        while ((await flow.CallAsync<HoldResult>(nameof(RepairKeys), new KeyRepairWork(flow.State.Run, job, keys))).Hold is { } hold)
        {
            await flow.WaitAsync(hold with { Limit = s_patience });
        }

        await flow.FreeAsync();
        if (keys.JobIsOver)
        {
            flow.Set(s => s with { KeyRepairs = s.KeyRepairs + 1 });
            string reason = $"{keys.Detail} What failed runs again.";
            flow.Set(s => s with { Going = new Placed(job.Account, reason, job.CanMove, job.LookEvery) { JobId = Ids.RepairedJobId(job.JobId, flow.State.KeyRepairs) } });
            throw new RunMovesException();
        }
    }
}
