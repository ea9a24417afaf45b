using System.Text.Json;

namespace Autobatch.Results;

/// <summary>How one task ended.</summary>
public sealed record TaskResult
{
    /// <summary>The state of a task that its run ended before adding it to a job.</summary>
    public const string NotAdded = "notAdded";

    /// <summary>The state of a task whose job was deleted from outside, so that nobody can tell.</summary>
    public const string Unknown = "unknown";

    private const string Completed = "completed";

    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its state in Batch: <c>completed</c>, or what it was in when the run ended; else <see cref="NotAdded"/> or <see cref="Unknown"/>.</summary>
    public required string State { get; init; }

    /// <summary><c>success</c> or <c>failure</c>; null when the task never ended.</summary>
    public string? Result { get; init; }

    /// <summary>The exit code; null when the process never ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How its end is classed; null when nobody looked.</summary>
    public ExitClass? Exit { get; init; }

    /// <summary>Batch's <c>failureInfo</c>, as it stands.</summary>
    public JsonElement? FailureInfo { get; init; }

    /// <summary>When its file was written again (<see cref="InputChanges"/>); null when it was not, or only after the task.</summary>
    public string? InputChanged { get; init; }

    /// <summary>Why the task could never run, when it could not.</summary>
    public string? Blocked { get; init; }

    /// <summary>When Batch took it in.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it last started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The Batch account that it ran in, when the run was in several; null when it was in one.</summary>
    public string? Account { get; init; }

    /// <summary>The pool that it ran in; null when it never ran.</summary>
    public string? PoolId { get; init; }

    /// <summary>The node that it last ran on; null when it never ran.</summary>
    public string? NodeId { get; init; }

    /// <summary>Times that Batch ran it again after a failure.</summary>
    public int RetryCount { get; init; }

    /// <summary>Times that it ran again since its node went away.</summary>
    public int RequeueCount { get; init; }

    /// <summary>Where its time went.</summary>
    public TaskPhases Phases { get; init; } = TaskPhases.Unknown;

    /// <summary>What it said in its <c>outputs.json</c>; null when it left none.</summary>
    public CustomOutput? CustomOutput { get; init; }

    /// <summary>The blobs that it left.</summary>
    public IReadOnlyList<OutputBlob> Outputs { get; init; } = [];

    /// <summary>Whether it ended well.</summary>
    public bool Succeeded => string.Equals(Result, "success", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether no node ever began it, as far as is known.</summary>
    public bool NotRun => StartTime is null && State is not (Completed or Unknown);
}
