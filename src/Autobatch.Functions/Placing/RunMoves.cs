using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>Takes a run from one account to another. A run that has no job yet only changes its account; else its job is ended and the rest becomes a job there.</summary>
internal static class RunMoves
{
    private static readonly TimeSpan s_mostStopping = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends a move that was begun, if one was; gives how the run ends when nothing is left to run.</summary>
    public static async Task<RunEnd?> FinishAsync(RunFlow flow)
    {
        if (flow.State.Going is not { } going)
        {
            return null;
        }

        flow.Enter(RunStage.Moving);
        if (flow.State.JobTried)
        {
            Leaving left = await LeaveAsync(flow);
            MoveQuery query = new(flow.State.Run, flow.State.Job!, flow.State.Left ?? [], going, left.Answered);
            Moved moved = await flow.CallAsync<Moved>(nameof(PlanMove), query);
            flow.Set(s => s with { Job = moved.Job, Left = [.. s.Left ?? [], moved.Left] });
        }
        else
        {
            flow.Set(s => s with { Job = s.Job! with { Account = going.Account, CanMove = going.CanMove, LookEvery = going.LookEvery } });
        }

        flow.Set(s => s with { Going = null, JobTried = false, JobMade = false, Windows = 0, WindowTries = 0, Next = TaskCursor.Start, Sealed = false, Looks = 0, FailuresSeen = 0, StoppingSince = null });
        await flow.FreeAsync();
        return flow.State.Job is { Move: > 0, Chunks: 0 } done ? new RunEnd(flow.State.Run, done, false, false, null, null, null, flow.Now, flow.State.Left) : null;
    }

    // What has succeeded is final when nothing runs there any more; an account that does not answer is not waited for.
    private static async Task<Leaving> LeaveAsync(RunFlow flow)
    {
        DateTimeOffset since = flow.State.StoppingSince ?? flow.Now;
        flow.Set(s => s with { StoppingSince = since });
        while (true)
        {
            Leaving left = await flow.CallAsync<Leaving>(nameof(LeaveAccount), new RunWork(flow.State.Run, flow.State.Job!));
            if (!left.Answered || left.Stopped || flow.Now - since > s_mostStopping)
            {
                return left;
            }

            flow.TurnOverWhenLong();
            await flow.PauseAsync(s_pause);
        }
    }
}
