namespace Autobatch.Batch;

/// <summary>What a task waits for: <c>dependsOn</c>.</summary>
public sealed record TaskDependencies
{
    public IReadOnlyList<string> TaskIds { get; init => field = value ?? []; } = [];

    public IReadOnlyList<TaskIdRange> TaskIdRanges { get; init => field = value ?? []; } = [];
}
