using System.Text.Json;

namespace Autobatch.Batch;

/// <summary>What the project looks at of a task. With <c>$select</c>, what was not selected is at its default.</summary>
public sealed record TaskState
{
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="TaskStates"/>.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StateTransitionTime { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Slots of its node that it takes; 1 unless said otherwise.</summary>
    public int RequiredSlots { get; init => field = Math.Max(1, value); } = 1;

    public TaskExecution? ExecutionInfo { get; init; }

    public TaskNode? NodeInfo { get; init; }

    public TaskDependencies? DependsOn { get; init; }

    /// <summary>As the service keeps it: which exits satisfy dependents.</summary>
    public JsonElement? ExitConditions { get; init; }

    public DateTimeOffset? StartTime => ExecutionInfo?.StartTime;

    public DateTimeOffset? EndTime => ExecutionInfo?.EndTime;

    public int? ExitCode => ExecutionInfo?.ExitCode;

    /// <summary>One of <see cref="TaskResults"/> once completed, else null.</summary>
    public string? Result => ExecutionInfo?.Result;

    public BatchFailure? FailureInfo => ExecutionInfo?.FailureInfo;

    public int RetryCount => ExecutionInfo?.RetryCount ?? 0;

    /// <summary>Where it runs or last ran.</summary>
    public string? NodeId => NodeInfo?.NodeId;
}
