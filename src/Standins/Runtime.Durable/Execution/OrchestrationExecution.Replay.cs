using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>Brings the code back to where the history says that it stands, and compares every call on the way.</summary>
internal sealed partial class OrchestrationExecution
{
    private bool _closing;

    /// <summary>Told of every call that a replay repeats: as recorded, and as made again.</summary>
    public Action<HistoryEvent, HistoryEvent>? OnMatch { get; init; }

    /// <exception cref="NonDeterministicException">The code did not repeat what the history says.</exception>
    public void Replay(IEnumerable<HistoryEvent> history)
    {
        _scheduler.Run(() =>
        {
            foreach (HistoryEvent item in history)
                Repeat(item);
        });
        if (_task is { IsCompleted: false } running)
            Watch(running);
    }

    /// <summary>
    /// Replays the step that ended a generation; nothing when there is none yet. Events that came with the one that ended the code were
    /// recorded, though nothing took them.
    /// </summary>
    /// <returns>How the code ended, or null while it waits.</returns>
    /// <exception cref="NonDeterministicException">The code did not repeat what the history says.</exception>
    public Outcome? ReplayLast(IEnumerable<HistoryEvent> step)
    {
        bool hadEnded = _task is { IsCompleted: true };
        _closing = !hadEnded;
        Replay(step);
        return Conclude();
    }

    private void Repeat(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionCompleted or History.ContinueAsNew or ExecutionTerminated when _closing:
                break;
            case OrchestratorStarted:
                Begin(item.Timestamp, replaying: true);
                break;
            case OrchestratorCompleted:
                if (_made.TryDequeue(out HistoryEvent? extra))
                    throw Faults.Extra(extra);
                break;
            case TaskScheduled or TimerCreated or SubOrchestrationInstanceCreated or EventSent:
                Match(item);
                break;
            default:
                if (_task is { IsCompleted: true } && !_closing)
                    throw Faults.EndedEarly(item);
                Apply(item);
                break;
        }
    }

    private void Match(HistoryEvent recorded)
    {
        if (!_made.TryDequeue(out HistoryEvent? made))
            throw _task is { IsCompleted: true } ? Faults.EndedEarly(recorded) : Faults.Mismatch(recorded, null);
        if (made.EventId != recorded.EventId || !IsSameCall(made, recorded))
            throw Faults.Mismatch(recorded, made);
        OnMatch?.Invoke(recorded, made);
    }

    /// <summary>Inputs and times may change with the code; the kind and the name of a call may not.</summary>
    private static bool IsSameCall(HistoryEvent made, HistoryEvent recorded) => (made, recorded) switch
    {
        (TaskScheduled a, TaskScheduled b) => IsSameName(a.Name, b.Name),
        (SubOrchestrationInstanceCreated a, SubOrchestrationInstanceCreated b) => IsSameName(a.Name, b.Name),
        (EventSent a, EventSent b) => IsSameName(a.Name, b.Name),
        (TimerCreated, TimerCreated) => true,
        _ => false,
    };

    private static bool IsSameName(string made, string recorded) => string.Equals(made, recorded, StringComparison.OrdinalIgnoreCase);
}
