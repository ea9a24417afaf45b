using Autobatch.Errors;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>What follows once it is decided how a run ends: stop its job when it was cut off, collect, close, tell.</summary>
internal static class RunEnding
{
    private static readonly TimeSpan s_mostStopping = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    public static async Task CarryOutAsync(RunFlow flow)
    {
        if (flow.State.End is { } cut && (cut.Cancelled || cut.Fault is not null))
        {
            await StopAsync(flow);
        }

        flow.Enter(RunStage.Collecting);
        RunSummary summary = await flow.CallAsync<RunSummary>(nameof(CollectRun), flow.State.End! with { Run = flow.State.Run, Phases = flow.State.Phases });
        ClosedRun closed = await flow.CallAsync<ClosedRun>(nameof(CloseRun), summary);
        if (closed.NotifyAttempts > 0 && await flow.TryAsync(nameof(NotifyRunEnd), flow.State.Run, closed.NotifyAttempts) is { } unheard)
        {
            await flow.CallAsync(nameof(NoteWarning), new LateFault(flow.State.Run, unheard));
        }

        flow.Enter(RunStage.Ended);
    }

    // A cancelled run has ended when no task of it runs any more, not when somebody asked.
    private static async Task StopAsync(RunFlow flow)
    {
        RunEnd end = flow.State.End!;
        if (end.Job is null || !flow.State.JobTried)
        {
            return;
        }

        flow.Enter(RunStage.Cancelling);
        DateTimeOffset since = flow.State.StoppingSince ?? flow.Now;
        flow.Set(s => s with { StoppingSince = since });
        try
        {
            await flow.CallAsync(nameof(TerminateJob), new JobEnding(end.Run, end.Job, end.Cancelled ? "AutobatchRunCanceled" : "AutobatchRunFailed"));
            while (!await flow.CallAsync<bool>(nameof(ConfirmStopped), new RunWork(end.Run, end.Job)))
            {
                if (flow.Now - since > s_mostStopping)
                {
                    throw new RunStoppedException(new Fault(ErrorCodes.DeadlineExceeded, $"Tasks still run {s_mostStopping} after their job was terminated."));
                }

                flow.TurnOverWhenLong();
                await flow.PauseAsync(Pause(flow.Now - since));
            }
        }
        catch (TaskFailedException e)
        {
            Unconfirmed(flow, Fault.Of(e.FailureDetails));
        }
        catch (RunStoppedException e)
        {
            Unconfirmed(flow, e.Fault!);
        }
    }

    // The first fault is the one that tells what happened.
    private static void Unconfirmed(RunFlow flow, Fault fault) => flow.Set(s => s with { End = s.End! with { Fault = s.End.Fault ?? fault }, Wait = null });

    private static TimeSpan Pause(TimeSpan elapsed) =>
        elapsed / 4 is var pause && pause < s_firstPause ? s_firstPause : pause < TimeSpan.FromSeconds(15) ? pause : TimeSpan.FromSeconds(15);
}
