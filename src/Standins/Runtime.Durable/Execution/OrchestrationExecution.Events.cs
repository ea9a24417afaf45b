using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>What each event does to the code.</summary>
internal sealed partial class OrchestrationExecution
{
    private void Apply(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionSuspended:
                _suspended = true;
                break;
            case ExecutionResumed:
                _suspended = false;
                HistoryEvent[] held = [.. _heldBack];
                _heldBack.Clear();
                foreach (HistoryEvent late in held)
                    Hand(late);
                break;
            case HistoryEvent when _suspended:
                _heldBack.Add(item);
                break;
            default:
                Hand(item);
                break;
        }
    }

    private void Hand(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionStarted started:
                Start(started);
                break;
            case TaskCompleted completed:
                Close(completed.TaskScheduledId)?.Completion.TrySetResult(completed.Result);
                break;
            case TaskFailed failed:
                Fail(failed.TaskScheduledId, failed.FailureDetails);
                break;
            case SubOrchestrationInstanceCompleted completed:
                Close(completed.TaskScheduledId)?.Completion.TrySetResult(completed.Result);
                break;
            case SubOrchestrationInstanceFailed failed:
                Fail(failed.TaskScheduledId, failed.FailureDetails);
                break;
            case TimerFired fired:
                Close(fired.TimerId)?.Completion.TrySetResult(null);
                break;
            case EventRaised raised:
                _events.Raise(raised);
                break;
        }
        _scheduler.Drain();
    }

    private void Start(ExecutionStarted started)
    {
        _executionId = started.OrchestrationInstance.ExecutionId;
        if (!_dispatcher.HasOrchestrator(started.Name))
        {
            _task = Task.FromException<string?>(new InvalidOperationException(
                $"There is no orchestrator function named '{started.Name}'. Was it renamed or removed while instances of it existed?"));
            return;
        }
        LocalOrchestrationContext context = new(this, started, _services);
        try
        {
            _task = _dispatcher.RunOrchestratorAsync(context, started.Input);
        }
        catch (Exception error)
        {
            // An orchestrator that is not async throws here what an async one puts into its task.
            _task = Task.FromException<string?>(error);
        }
    }

    private OpenTask? Close(int id) => _open.Remove(id, out OpenTask? task) ? task : null;

    private void Fail(int id, FailureRecord failure)
    {
        if (Close(id) is { } task)
            task.Completion.TrySetException(new TaskFailedException(task.Name, id, failure.ToDetails()));
    }
}
