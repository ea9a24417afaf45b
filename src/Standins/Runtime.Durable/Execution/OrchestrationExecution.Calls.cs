using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>What the code can ask for; each call takes the next event id.</summary>
internal sealed partial class OrchestrationExecution
{
    /// <exception cref="InvalidOperationException">Called from another thread than the step's.</exception>
    public void EnsureInside()
    {
        if (_scheduler.IsInside)
            return;
        ReportForeign();
        throw new InvalidOperationException(Faults.ForeignThread);
    }

    public Task<string?> CallActivity(string name, string? version, string? input) =>
        Open(name, id => new TaskScheduled { EventId = id, Timestamp = Now, Name = name, Version = version, Input = input });

    public Task<string?> CallSubOrchestrator(string name, string? version, string? instanceId, string? input)
    {
        EnsureInside();
        string child = instanceId ?? NewGuid().ToString("N");
        return Open(name, id => new SubOrchestrationInstanceCreated
        {
            EventId = id,
            Timestamp = Now,
            Name = name,
            Version = version,
            InstanceId = child,
            Input = input,
        });
    }

    public Task CreateTimer(DateTime fireAt, CancellationToken cancellation)
    {
        EnsureInside();
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        int timer = _nextId;
        Task<string?> task = Open("timer", id => new TimerCreated { EventId = id, Timestamp = Now, FireAt = fireAt });
        if (cancellation.CanBeCanceled)
            cancellation.Register(() => CancelTimer(timer, cancellation));
        return task;
    }

    public Task<string?> WaitForEvent(string name, CancellationToken cancellation)
    {
        EnsureInside();
        return _events.Wait(name, MayCancel, cancellation);
    }

    public void SendEvent(string instanceId, string name, string? input)
    {
        EnsureInside();
        _made.Enqueue(new EventSent { EventId = _nextId++, Timestamp = Now, InstanceId = instanceId, Name = name, Input = input });
    }

    public void SetCustomStatus(string? status)
    {
        EnsureInside();
        CustomStatus = status;
    }

    public void ContinueAsNew(string? input, string? version, bool keepEvents)
    {
        EnsureInside();
        _continuation = new ContinuationRequest(input, version, keepEvents);
    }

    public Guid NewGuid()
    {
        EnsureInside();
        return DeterministicGuid.Create(_executionId, _guids++);
    }

    private Task<string?> Open(string name, Func<int, HistoryEvent> make)
    {
        EnsureInside();
        int id = _nextId++;
        TaskCompletionSource<string?> completion = new();
        _made.Enqueue(make(id));
        _open.Add(id, new OpenTask(name, completion));
        return completion.Task;
    }

    private void CancelTimer(int id, CancellationToken cancellation)
    {
        if (!MayCancel() || Close(id) is not { } timer)
            return;
        _cancelledTimers.Add(id);
        timer.Completion.TrySetCanceled(cancellation);
    }

    /// <summary>A token that another thread cancels would not be cancelled again by a replay.</summary>
    private bool MayCancel()
    {
        if (_scheduler.IsInside)
            return true;
        ReportForeign();
        return false;
    }
}
