using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Operations;
using Autobatch.Standins.Runtime.Durable.Store;
using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

/// <summary>Takes one step of one instance: load it when it is not in memory, run its code, hand the result to the writer.</summary>
internal sealed class StepRunner(
    Database database,
    CommitQueue commits,
    IEffects effects,
    IDurableTaskDispatcher dispatcher,
    EngineServices services,
    TimeProvider time,
    ILogger logger)
{
    public void Run(Session session)
    {
        List<Message> messages = session.Take();
        if (session.IsFinished || !TryLoad(session, messages))
        {
            Forget(session.Key, messages);
            return;
        }
        InstanceRow row = session.Row!;
        DateTime now = time.GetUtcNow().UtcDateTime;
        messages = Unread(session, messages);
        bool terminated = messages.Exists(message => message.Event is ExecutionTerminated);
        if (!row.Opened && row.StartAt > now && !terminated)
        {
            session.Hold(messages);
            return;
        }
        if (!services.Versioning.Takes(row.Version) && !terminated)
        {
            Refuse(session, row, messages, now);
            return;
        }
        List<HistoryEvent> inbound = Inbound(row, messages, now);
        if (inbound.Count > 0 || session.Execution is { HasFault: true })
            Step(session, row, messages, inbound, now);
        else
            Forget(session.Key, messages);
    }

    private void Step(Session session, InstanceRow row, List<Message> messages, List<HistoryEvent> inbound, DateTime now)
    {
        Finish(session, row, messages, Execute(session, row, inbound, now));
    }

    private void Finish(Session session, InstanceRow row, List<Message> messages, StepResult result)
    {
        InstanceRow? next = result.Outcome is Outcome.Continued continued ? NextGeneration(row, continued, result.CustomStatus) : null;
        StepOperation operation = new(session, row, session.NextSeq, messages, result, next, effects);
        session.NextSeq += result.History.Count;
        session.Row = row with { Opened = true, Carried = [], CustomStatus = result.CustomStatus };
        if (result.Outcome is not null)
            session.Execution = null;
        if (next is not null)
        {
            session.Row = next;
            session.NextSeq = 0;
        }
        session.IsFinished = result.Outcome is not (null or Outcome.Continued);
        if (result.Outcome is Outcome.Failed failed)
            EngineLogs.OrchestrationFailed(logger, row.Name, row.InstanceId, failed.Failure.ErrorType, failed.Failure.ErrorMessage);
        session.StepSubmitted();
        commits.Submit(operation);
        if (next is not null)
            session.TryPost(Message.Wake);
    }

    private StepResult Execute(Session session, InstanceRow row, List<HistoryEvent> inbound, DateTime now)
    {
        int end = inbound.FindIndex(item => item is ExecutionTerminated);
        if (end >= 0)
            return Terminate(session, row, inbound[..(end + 1)], now);
        try
        {
            session.Execution ??= Restore(session, row);
            return session.Execution.Step(now, inbound);
        }
        catch (Exception error)
        {
            // Orchestrator code puts its exceptions into its task, so this is a replay that differs, or a damaged history.
            session.Execution?.Abandon();
            string type = error is NonDeterministicException ? Faults.NonDeterministicErrorType : error.GetType().FullName!;
            FailureRecord failure = FailureRecord.Of(type, error.Message);
            return Close(row, inbound, now, "Failed", null, failure, new Outcome.Failed(failure));
        }
    }

    /// <summary>Needs no code, so it works also for an instance that cannot be replayed.</summary>
    private static StepResult Terminate(Session session, InstanceRow row, List<HistoryEvent> inbound, DateTime now)
    {
        session.Execution?.Abandon();
        string? output = ((ExecutionTerminated)inbound[^1]).Input;
        return Close(row, inbound, now, "Terminated", output, null, new Outcome.Terminated(output));
    }

    private static StepResult Close(
        InstanceRow row, List<HistoryEvent> inbound, DateTime now, string status, string? output, FailureRecord? failure, Outcome outcome)
    {
        HistoryEvent[] history =
        [
            new OrchestratorStarted { Timestamp = now },
            .. inbound,
            new ExecutionCompleted { Timestamp = now, OrchestrationStatus = status, Result = output, FailureDetails = failure },
            new OrchestratorCompleted { Timestamp = now },
        ];
        return new StepResult(history, [], outcome, IsSuspended: false, row.CustomStatus);
    }

    private OrchestrationExecution Restore(Session session, InstanceRow row)
    {
        OrchestrationExecution execution = new(
            dispatcher, services, row.CustomStatus, () => effects.Deliver(new Delivery(session.Key, Message.Wake)));
        session.Execution = execution;
        if (row.Opened)
        {
            IReadOnlyList<HistoryRow> history = session.History
                ?? throw new InvalidOperationException("The history of the instance was not loaded.");
            execution.Replay(history.Select(item => item.Read()));
        }
        session.History = null;
        return execution;
    }

    /// <summary>Makes sure that the row is there, adds the inbox that the store has, and says whether the instance can go on.</summary>
    private bool TryLoad(Session session, List<Message> messages)
    {
        if (session.Row is not null)
            return true;
        if (database.Read(connection => StoreReader.Load(connection, session.Key)) is not { } loaded)
            return false;
        if (loaded.Row.Status.IsFinished())
            return false;
        session.Row = loaded.Row;
        session.History = loaded.History;
        session.NextSeq = loaded.History.Count;
        session.Loaded.UnionWith(loaded.Inbox.Select(message => message.InboxSeq));
        HashSet<long> alreadyHere = [.. messages.Where(message => message.InboxSeq != 0).Select(message => message.InboxSeq)];
        session.Loaded.ExceptWith(alreadyHere);
        messages.RemoveAll(message => message.InboxSeq != 0);
        messages.InsertRange(0, loaded.Inbox);
        session.JustLoaded = true;
        return true;
    }

    /// <summary>What waited for a delayed start, then what came now, without rows that a load has brought before.</summary>
    private static List<Message> Unread(Session session, List<Message> messages)
    {
        if (session.JustLoaded)
            session.JustLoaded = false;
        else if (session.Loaded.Count > 0)
            messages.RemoveAll(message => message.InboxSeq != 0 && session.Loaded.Remove(message.InboxSeq));
        if (session.Held.Count == 0)
            return messages;
        List<Message> all = [.. session.Held, .. messages];
        session.Held.Clear();
        return all;
    }

    private static List<HistoryEvent> Inbound(InstanceRow row, List<Message> messages, DateTime now)
    {
        List<HistoryEvent> inbound = new(messages.Count + 1);
        foreach (Message message in messages)
        {
            bool isCurrent = message.Generation is Schema.AnyGeneration || message.Generation == row.Generation;
            if (isCurrent && message.Event is { } item)
                inbound.Add(item);
        }
        if (!row.Opened)
            Open(row, inbound, now);
        return inbound;
    }

    /// <summary>Puts the start before what has come, but after what suspends it: suspended code does not begin.</summary>
    private static void Open(InstanceRow row, List<HistoryEvent> inbound, DateTime now)
    {
        List<HistoryEvent> first = [];
        if (row.Status == OrchestrationRuntimeStatus.Suspended)
            first.Add(new ExecutionSuspended { Timestamp = now });
        if (inbound.FindLast(IsSuspension) is ExecutionSuspended)
        {
            first.AddRange(inbound.Where(item => IsSuspension(item)));
            inbound.RemoveAll(IsSuspension);
        }
        first.Add(row.ToStarted(now));
        first.AddRange(row.Carried);
        inbound.InsertRange(0, first);
    }

    private static bool IsSuspension(HistoryEvent item) => item is ExecutionSuspended or ExecutionResumed;

    /// <summary>Leaves an instance of another version to another host, or ends it.</summary>
    private void Refuse(Session session, InstanceRow row, List<Message> messages, DateTime now)
    {
        string own = services.Versioning.DefaultVersion!;
        if (services.Versioning.FailureStrategy == VersionFailureStrategy.Reject)
        {
            if (!session.IsRejected)
                EngineLogs.VersionRejected(logger, row.Name, row.InstanceId, row.Version, own);
            session.IsRejected = true;
            session.Hold(messages);
            return;
        }
        FailureRecord failure = FailureRecord.Of(Faults.VersionErrorType, Faults.OtherVersion(row.Version, own));
        Finish(session, row, messages, Close(row, Inbound(row, messages, now), now, "Failed", null, failure, new Outcome.Failed(failure)));
    }

    private static InstanceRow NextGeneration(InstanceRow row, Outcome.Continued continued, string? customStatus) => row with
    {
        Generation = row.Generation + 1,
        ExecutionId = Guid.NewGuid().ToString("N"),
        Opened = false,
        Status = continued.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
        StartAt = null,
        Input = continued.Input,
        Version = continued.Version ?? row.Version,
        Carried = continued.Carried,
        CustomStatus = customStatus,
    };

    private void Forget(long key, List<Message> messages)
    {
        messages.RemoveAll(message => message.Event is null);
        if (messages.Count > 0)
            commits.Submit(new ForgetOperation(key, messages, effects));
    }
}
