using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>
/// One generation of one orchestration, live in memory: its code stands at an await until a step brings the event that it waits for.
/// Built by a first step, or again from the history by <see cref="Replay"/>. Not thread-safe: one step at a time.
/// </summary>
internal sealed partial class OrchestrationExecution
{
    private readonly IDurableTaskDispatcher _dispatcher;
    private readonly EngineServices _services;
    private readonly OrchestratorScheduler _scheduler;
    private readonly Action _onForeign;
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly Queue<HistoryEvent> _made = new();
    private readonly List<int> _cancelledTimers = [];
    private readonly List<HistoryEvent> _heldBack = [];
    private readonly ExternalEvents _events = new();
    private Task<string?>? _task;
    private ContinuationRequest? _continuation;
    private string _executionId = string.Empty;
    private int _nextId;
    private int _guids;
    private bool _suspended;
    private bool _watched;
    private volatile bool _foreign;
    private volatile bool _abandoned;

    /// <param name="dispatcher">Runs the code.</param>
    /// <param name="services">What the code's context hands out.</param>
    /// <param name="customStatus">The serialized custom status of the generation before.</param>
    /// <param name="onForeign">Called on any thread when the code went on without the engine; a step should follow.</param>
    public OrchestrationExecution(IDurableTaskDispatcher dispatcher, EngineServices services, string? customStatus, Action onForeign)
    {
        _dispatcher = dispatcher;
        _services = services;
        _onForeign = onForeign;
        _scheduler = new OrchestratorScheduler(ReportForeign);
        CustomStatus = customStatus;
    }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public string? CustomStatus { get; private set; }

    /// <summary>Whether a step is due although nothing arrived.</summary>
    public bool HasFault => _foreign;

    /// <summary>Lets go of the code; whatever still runs of it is ignored.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Takes one step: hands over the events one by one and runs the code after each.</summary>
    public StepResult Step(DateTime now, IReadOnlyList<HistoryEvent> inbound)
    {
        List<HistoryEvent> history = new(inbound.Count + 8);
        Begin(now, replaying: false);
        history.Add(new OrchestratorStarted { Timestamp = now });
        _scheduler.Run(() =>
        {
            foreach (HistoryEvent item in inbound)
            {
                history.Add(item);
                Apply(item);
            }
        });
        history.AddRange(_made);
        _made.Clear();
        Outcome? outcome = Conclude();
        switch (outcome)
        {
            case Outcome.Completed completed:
                history.Add(Closing(now, "Completed", completed.Output, null));
                break;
            case Outcome.Failed failed:
                history.Add(Closing(now, "Failed", null, failed.Failure));
                break;
            case Outcome.Continued continued:
                history.Add(new ContinueAsNew { EventId = _nextId++, Timestamp = now, Result = continued.Input });
                break;
        }
        history.Add(new OrchestratorCompleted { Timestamp = now });
        if (outcome is not null)
            Abandon();
        return new StepResult(history, [.. _cancelledTimers], outcome, _suspended, CustomStatus);
    }

    private ExecutionCompleted Closing(DateTime now, string status, string? result, FailureRecord? failure) =>
        new() { EventId = _nextId++, Timestamp = now, OrchestrationStatus = status, Result = result, FailureDetails = failure };

    private void Begin(DateTime now, bool replaying)
    {
        Now = now;
        IsReplaying = replaying;
        _cancelledTimers.Clear();
    }

    private Outcome? Conclude()
    {
        if (_foreign)
            return new Outcome.Failed(FailureRecord.Of(Faults.ForeignErrorType, Faults.ForeignAwait));
        if (_task is null)
            return null;
        if (!_task.IsCompleted)
        {
            bool stuck = !_suspended && _open.Count == 0 && _events.WaitCount == 0;
            if (stuck)
                return new Outcome.Failed(FailureRecord.Of(Faults.ForeignErrorType, Faults.ForeignAwait));
            Watch(_task);
            return null;
        }
        if (!_task.IsCompletedSuccessfully)
            return new Outcome.Failed(FailureRecord.From(Cause(_task)));
        return _continuation is { } next
            ? new Outcome.Continued(
                next.Input, next.Version, next.KeepEvents ? [.. _events.Unclaimed, .. _heldBack.OfType<EventRaised>()] : [], _suspended)
            : new Outcome.Completed(_task.Result);
    }

    private static Exception Cause(Task task) =>
        task.Exception?.InnerException ?? new TaskCanceledException("The orchestrator was cancelled by its own code.");

    /// <summary>The code must end inside a step; when it ends elsewhere it awaited something foreign.</summary>
    private void Watch(Task task)
    {
        if (_watched)
            return;
        _watched = true;
        task.ContinueWith(
            _ =>
            {
                if (!_scheduler.IsInside)
                    ReportForeign();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void ReportForeign()
    {
        if (_abandoned || _foreign)
            return;
        _foreign = true;
        _onForeign();
    }

    private sealed record OpenTask(string Name, TaskCompletionSource<string?> Completion);

    private sealed record ContinuationRequest(string? Input, string? Version, bool KeepEvents);
}
