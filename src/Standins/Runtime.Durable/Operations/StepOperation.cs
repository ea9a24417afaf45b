using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Operations;

/// <summary>One orchestration step as one transaction: history, outbox (tasks, timers, children, sent events) and inbox.</summary>
/// <param name="session">Whose step it is.</param>
/// <param name="row">The instance as it was before the step.</param>
/// <param name="firstSeq">The place of the step's first row in the generation's history.</param>
/// <param name="consumed">The messages that the step used up.</param>
/// <param name="result">What the step made.</param>
/// <param name="next">The next generation, when the step continued as new.</param>
/// <param name="effects">What follows the commit.</param>
internal sealed class StepOperation(
    Session session, InstanceRow row, int firstSeq, IReadOnlyList<Message> consumed, StepResult result, InstanceRow? next, IEffects effects)
    : IStoreOperation
{
    private readonly List<InstanceRow> _children = [];
    private readonly List<Delivery> _deliveries = [];
    private readonly List<ActivityCall> _calls = [];
    private readonly List<DueTimer> _timers = [];
    private readonly List<DueTimer> _cancelled = [.. result.CancelledTimers.Select(id => new DueTimer(row.Key, row.Generation, id, default))];

    private DateTime Now => result.History[0].Timestamp;

    public void Write(StoreWriter writer)
    {
        _children.Clear();
        _deliveries.Clear();
        _calls.Clear();
        _timers.Clear();
        WriteHistory(writer);
        WriteConsumed(writer);
        foreach (HistoryEvent item in result.History)
            WriteOutbox(writer, item);
        foreach (int timer in result.CancelledTimers)
            writer.DeleteTimer(row.Key, row.Generation, timer);
        WriteInstance(writer);
    }

    public void Committed()
    {
        foreach (InstanceRow child in _children)
            effects.Activate(child);
        foreach (ActivityCall call in _calls)
            effects.Run(call);
        foreach (Delivery delivery in _deliveries)
            effects.Deliver(delivery);
        if (result.Outcome is null)
        {
            foreach (DueTimer timer in _timers)
                effects.Schedule(timer);
        }
        foreach (DueTimer timer in _cancelled)
            effects.Unschedule(timer);
        session.StepCommitted();
        if (!row.Opened)
            effects.Announce(row.InstanceId, Milestone.Started);
        if (result.Outcome is not (null or Outcome.Continued))
            effects.Announce(row.InstanceId, Milestone.Finished);
    }

    public void Failed(Exception error) => effects.Fault(error);

    private void WriteHistory(StoreWriter writer)
    {
        for (int i = 0; i < result.History.Count; i++)
            writer.InsertHistory(row.Key, row.Generation, firstSeq + i, result.History[i]);
    }

    private void WriteConsumed(StoreWriter writer)
    {
        foreach (Message message in consumed)
            Consume(writer, row.Key, message);
    }

    /// <summary>Removes the row that stood for a message.</summary>
    internal static void Consume(StoreWriter writer, long key, Message message)
    {
        if (message.InboxSeq != 0)
        {
            writer.DeleteInbox(message.InboxSeq);
            return;
        }
        switch (message.Event)
        {
            case TaskCompleted completed:
                writer.DeleteTask(key, message.Generation, completed.TaskScheduledId);
                break;
            case TaskFailed failed:
                writer.DeleteTask(key, message.Generation, failed.TaskScheduledId);
                break;
            case TimerFired fired:
                writer.DeleteTimer(key, message.Generation, fired.TimerId);
                break;
        }
    }

    private void WriteOutbox(StoreWriter writer, HistoryEvent item)
    {
        switch (item)
        {
            case TaskScheduled task:
                ActivityCall call = new(row.Key, row.Generation, task.EventId, row.InstanceId, task.Name, task.Version, task.Input);
                writer.InsertTask(call);
                _calls.Add(call);
                break;
            case TimerCreated timer when !result.CancelledTimers.Contains(timer.EventId):
                DueTimer due = new(row.Key, row.Generation, timer.EventId, timer.FireAt);
                writer.InsertTimer(due);
                _timers.Add(due);
                break;
            case SubOrchestrationInstanceCreated child:
                WriteChild(writer, child);
                break;
            case EventSent sent when writer.Find(sent.InstanceId) is { } target && !target.Status.IsFinished():
                _deliveries.Add(writer.InsertInbox(
                    target.Key, Schema.AnyGeneration, new EventRaised { Timestamp = Now, Name = sent.Name, Input = sent.Input }));
                break;
        }
    }

    private void WriteChild(StoreWriter writer, SubOrchestrationInstanceCreated child)
    {
        if (writer.Find(child.InstanceId) is { } existing)
        {
            if (!existing.Status.IsFinished())
            {
                RefuseChild(writer, child, existing.Status);
                return;
            }
            writer.Purge(existing.Key);
        }
        ParentInstanceRef reference = new(row.Name, new OrchestrationInstanceRef(row.InstanceId, row.ExecutionId), child.EventId);
        _children.Add(writer.InsertInstance(new InstanceRow
        {
            InstanceId = child.InstanceId,
            Name = child.Name,
            Version = child.Version,
            ExecutionId = Guid.NewGuid().ToString("N"),
            CreatedAt = Now,
            Input = child.Input,
            Tags = row.Tags,
            Parent = new ParentLink(row.Key, row.Generation, reference),
        }));
    }

    private void RefuseChild(StoreWriter writer, SubOrchestrationInstanceCreated child, OrchestrationRuntimeStatus status)
    {
        string message = $"An orchestration instance with the id '{child.InstanceId}' exists and is {status}; "
            + "a sub-orchestration can take the id only when that one has finished.";
        _deliveries.Add(writer.InsertInbox(row.Key, row.Generation, new SubOrchestrationInstanceFailed
        {
            Timestamp = Now,
            TaskScheduledId = child.EventId,
            Reason = message,
            FailureDetails = FailureRecord.Of(StartOperation.AlreadyExistsErrorType, message),
        }));
    }

    private void WriteInstance(StoreWriter writer)
    {
        switch (result.Outcome)
        {
            case null:
                writer.UpdateRunning(row.Key, result.IsSuspended, Now, result.CustomStatus);
                break;
            case Outcome.Continued:
                writer.Continue(next!, Now);
                break;
            case Outcome.Completed completed:
                writer.Finish(row.Key, OrchestrationRuntimeStatus.Completed, Now, result.CustomStatus, completed.Output, null);
                TellParent(writer, task => new SubOrchestrationInstanceCompleted
                {
                    Timestamp = Now,
                    TaskScheduledId = task,
                    Result = completed.Output,
                });
                break;
            case Outcome.Failed failed:
                writer.Finish(row.Key, OrchestrationRuntimeStatus.Failed, Now, result.CustomStatus, null, failed.Failure);
                TellParent(writer, task => Failure(task, failed.Failure));
                break;
            case Outcome.Terminated terminated:
                writer.Finish(row.Key, OrchestrationRuntimeStatus.Terminated, Now, result.CustomStatus, terminated.Output, null);
                TerminateChildren(writer);
                TellParent(writer, task => Failure(task, FailureRecord.Of(
                    "DurableTask.Core.Exceptions.OrchestrationTerminatedException",
                    $"The sub-orchestration '{row.InstanceId}' was terminated.")));
                break;
        }
    }

    private SubOrchestrationInstanceFailed Failure(int task, FailureRecord failure) =>
        new() { Timestamp = Now, TaskScheduledId = task, Reason = failure.ErrorMessage, FailureDetails = failure };

    private void TellParent(StoreWriter writer, Func<int, HistoryEvent> tell)
    {
        if (row.Parent is { } parent && writer.IsUnfinished(parent.Key))
            _deliveries.Add(writer.InsertInbox(parent.Key, parent.Generation, tell(parent.Reference.TaskScheduleId)));
    }

    private void TerminateChildren(StoreWriter writer)
    {
        ExecutionTerminated? cause = result.History.OfType<ExecutionTerminated>().FirstOrDefault();
        if (cause is not { Recurse: true })
            return;
        foreach ((long key, _) in writer.UnfinishedChildren(row.Key))
            _deliveries.Add(writer.InsertInbox(key, Schema.AnyGeneration, cause with { Timestamp = Now }));
    }
}
