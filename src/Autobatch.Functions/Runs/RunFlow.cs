using Autobatch.Errors;
using Autobatch.Functions.Placing;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>
/// One generation of a run's flow: calls activities, keeps the run's one wait, and turns over to a fresh history before this one grows long.
/// Waits have a name and a deadline; trouble that passes by itself is one of them.
/// </summary>
internal sealed class RunFlow(TaskOrchestrationContext context, RunState state)
{
    // A step leaves up to ten events; an instance is to hold about a thousand.
    private const int MostSteps = 80;
    private static readonly TimeSpan s_limitWithoutPlan = TimeSpan.FromMinutes(30);
    private readonly RunSignals _signals = new(context, state.CancelRequested, state.Signalled);
    private readonly TaskOptions _retries = Retries.Brief();
    private string _stage = RunStage.Planning;
    private int _steps;

    public RunState State { get; private set; } = state;

    /// <summary>Whether the run chooses among accounts; runs of the first version stay where planning put them.</summary>
    public bool Places { get; } = context.CompareVersionTo("1.1") >= 0;

    public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>Notes a step that was taken.</summary>
    public void Set(Func<RunState, RunState> change) => State = change(State);

    public void Enter(string stage)
    {
        _stage = stage;
        if (stage != RunStage.Ended)
        {
            IReadOnlyList<RunPhase> phases = RunPhases.Enter(State.Phases, stage, Now);
            Set(s => s with { Phases = phases, Run = s.Run with { Phase = phases.Count - 1 } });
        }

        Show();
    }

    public Task CallAsync(string activity, object input) => CallAsync<object?>(activity, input);

    /// <summary>Calls an activity until it answers.</summary>
    /// <exception cref="TaskFailedException">It failed for good.</exception>
    /// <exception cref="RunStoppedException">It did not answer in time.</exception>
    public async Task<T> CallAsync<T>(string activity, object input)
    {
        while (true)
        {
            Hold trouble;
            try
            {
                _steps++;
                T result = await context.CallActivityAsync<T>(activity, input, _retries);
                await TroublePassedAsync();
                return result;
            }
            catch (TaskFailedException e) when (Hold.OfTrouble(e.FailureDetails) is { } hold)
            {
                trouble = hold;
            }

            await WaitAsync(trouble);
            await MoveIfBetterAsync();
        }
    }

    /// <summary>Asks whether the run had better go on in another account: while something holds it up, or when its account is told to be drained.</summary>
    /// <exception cref="RunMovesException">It goes to another account.</exception>
    public async Task MoveIfBetterAsync()
    {
        if (!Places || State is not { IsPlaced: true, Going: null, End: null, Job: { CanMove: true } job })
        {
            return;
        }

        Placed placed;
        try
        {
            _steps++;
            PlaceQuery query = new(State.Run, job, true, State.JobTried, State.Left ?? [], State.Wait, Now) { JobMade = State.JobMade };
            placed = await context.CallActivityAsync<Placed>(nameof(PlaceRun), query, _retries);
        }
        catch (TaskFailedException)
        {
            // Without an answer the run stays; it asks again.
            return;
        }

        if (placed.Account != job.Account)
        {
            Set(s => s with { Going = placed });
            throw new RunMovesException();
        }
    }

    /// <summary>Calls an activity that the run does not depend on, so often at most; gives what went wrong in the end.</summary>
    public async Task<Fault?> TryAsync(string activity, object input, int attempts)
    {
        try
        {
            _steps += attempts;
            await context.CallActivityAsync(activity, input, Retries.Times(attempts));
            return null;
        }
        catch (TaskFailedException e)
        {
            return Hold.OfTrouble(e.FailureDetails) is { } trouble ? new Fault(ErrorCodes.NotifyFailed, trouble.Detail) : Fault.Of(e.FailureDetails);
        }
    }

    /// <summary>Calls a sub-orchestration, whose answer may be a hold.</summary>
    public async Task<HoldResult> CallChildAsync(string orchestrator, string instanceId, object input)
    {
        _steps++;
        return await context.CallSubOrchestratorAsync<HoldResult>(orchestrator, input, new TaskOptions(retry: null).WithInstanceId(instanceId));
    }

    /// <summary>Notes what holds the run up.</summary>
    /// <exception cref="RunStoppedException">It has done so for too long.</exception>
    public async Task HeldAsync(Hold hold)
    {
        if (State.Wait?.Reason == hold.Reason)
        {
            Set(s => s with { Wait = s.Wait! with { Detail = hold.Detail } });
        }
        else
        {
            Set(s => s with { Wait = new RunWait(hold.Reason, hold.Detail, Now, Now + (hold.Limit ?? s.Job?.MaxWait ?? s_limitWithoutPlan)) });
            await NoteAsync();
        }

        Show();
        if (State.Wait is { } wait && Now >= wait.Deadline)
        {
            throw new RunStoppedException(new Fault(ErrorCodes.DeadlineExceeded, $"{wait.Reason} for {wait.Deadline - wait.Since}: {wait.Detail}"));
        }
    }

    /// <summary>Notes what holds the run up, and pauses before the next try.</summary>
    public async Task WaitAsync(Hold hold)
    {
        await HeldAsync(hold);
        TurnOverWhenLong();
        await PauseAsync(State.Wait!.Pause(Now));
    }

    /// <summary>Nothing holds the run up any more.</summary>
    public async Task FreeAsync()
    {
        if (State.Wait is not null)
        {
            Set(s => s with { Wait = null });
            await NoteAsync();
            Show();
        }
    }

    /// <summary>Waits for a signal, at most so long.</summary>
    public async Task PauseAsync(TimeSpan atMost)
    {
        _steps++;
        await _signals.WaitAsync(atMost);
        StopWhenCancelled();
    }

    /// <exception cref="RunStoppedException">Somebody asked to cancel the run, and its end is not decided yet.</exception>
    public void StopWhenCancelled()
    {
        _signals.Poll();
        if (_signals.CancelRequested && State.End is null)
        {
            throw new RunStoppedException(null);
        }
    }

    /// <exception cref="RunTurnsOverException">The history is long enough.</exception>
    public void TurnOverWhenLong()
    {
        if (_steps >= MostSteps)
        {
            throw new RunTurnsOverException();
        }
    }

    /// <summary>What the next generation starts with.</summary>
    public RunState NextGeneration()
    {
        _signals.Poll();
        return State with { CancelRequested = _signals.CancelRequested, Signalled = _signals.Signalled };
    }

    private Task TroublePassedAsync() => State.Wait is { IsTrouble: true } ? FreeAsync() : Task.CompletedTask;

    private void Show() => context.SetCustomStatus(
        new RunProgress(_stage, State.Job?.Tasks, State.Wait?.Reason, State.Wait?.Detail, State.Wait?.Since, State.Wait?.Deadline, State.Phases));

    private async Task NoteAsync()
    {
        try
        {
            _steps++;
            await context.CallActivityAsync(nameof(NoteWait), new WaitNote(State.Run, State.Wait, State.JobMade), _retries);
        }
        catch (TaskFailedException)
        {
            // The ledger may be what does not answer. The custom status tells the wait all the same.
        }
    }
}
