using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>The engine's own failures of orchestrator code, in words that say what to change.</summary>
internal static class Faults
{
    public const string NonDeterministicErrorType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    public const string VersionErrorType = "VersionMismatch";

    public const string ForeignErrorType = "System.InvalidOperationException";

    public const string ForeignThread =
        "The orchestration context was used outside the orchestrator's own thread. An orchestrator may await only tasks that come from "
        + "its TaskOrchestrationContext, without ConfigureAwait(false); move other work into an activity.";

    public const string ForeignAwait =
        "The orchestrator awaits a task that does not come from its TaskOrchestrationContext (for example Task.Delay, Task.Run, an HTTP "
        + "call or a file read, or ConfigureAwait(false) was used). Such an await cannot be replayed: move the work into an activity, and "
        + "use CreateTimer for delays.";

    public static string OtherVersion(string? version, string own) =>
        $"The orchestration's version '{version}' does not match the host's, '{own}' (versionMatchStrategy in host.json).";

    /// <summary>The code made something else, or nothing, where the history has an event.</summary>
    public static NonDeterministicException Mismatch(HistoryEvent recorded, HistoryEvent? made) => new(
        $"Non-deterministic orchestrator: the history has {Describe(recorded)}, but the code "
        + (made is null ? "did not make this call" : $"made {Describe(made)} at this place")
        + ". The code must make the same calls in the same order as when the history was written; was it changed while this instance ran?");

    /// <summary>The code made a call in a recorded step that the history does not have.</summary>
    public static NonDeterministicException Extra(HistoryEvent made) => new(
        $"Non-deterministic orchestrator: the code made {Describe(made)}, but the history has no such event at this place. "
        + "The code must make the same calls in the same order as when the history was written; was it changed while this instance ran?");

    /// <summary>The code ended before the history did.</summary>
    public static NonDeterministicException EndedEarly(HistoryEvent recorded) => new(
        $"Non-deterministic orchestrator: the code has ended, but the history goes on with {Describe(recorded)}. "
        + "Was the code changed while this instance ran?");

    private static string Describe(HistoryEvent item) => item switch
    {
        TaskScheduled task => $"event {item.EventId}, TaskScheduled '{task.Name}'",
        SubOrchestrationInstanceCreated sub => $"event {item.EventId}, SubOrchestrationInstanceCreated '{sub.Name}'",
        TimerCreated timer => $"event {item.EventId}, TimerCreated for {timer.FireAt:O}",
        EventSent sent => $"event {item.EventId}, EventSent '{sent.Name}' to '{sent.InstanceId}'",
        _ => $"event {item.EventId}, {item.EventType}",
    };
}
