using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Operations;
using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;
using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>
/// The client over the engine of this process. What changes something is on disk when its task completes. Events, terminate, suspend and
/// resume throw for an instance that is not there (<see cref="ArgumentException"/>) or has finished
/// (<see cref="InvalidOperationException"/>), as the real host reports both.
/// </summary>
internal sealed partial class LocalDurableTaskClient(
    string name, Func<EngineCore> core, DataConverter converter, VersioningOptions versioning, TimeProvider time) : DurableTaskClient(name)
{
    /// <summary>The engine belongs to the host.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(orchestratorName.Name))
            throw new ArgumentException("The orchestrator's name is missing.", nameof(orchestratorName));
        InstanceRow row = new()
        {
            InstanceId = InstanceIds.Check(options?.InstanceId ?? Guid.NewGuid().ToString("N")),
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? versioning.DefaultVersion,
            ExecutionId = Guid.NewGuid().ToString("N"),
            CreatedAt = Now(),
            StartAt = options?.StartAt?.UtcDateTime,
            Input = converter.Serialize(input),
            Tags = options is { Tags.Count: > 0 } ? new Dictionary<string, string>(options.Tags) : null,
        };
        StartOperation start = new(row, DedupeSet.Parse(options?.DedupeStatuses), core());
        core().Commits.Submit(start);
        await start.Done.WaitAsync(cancellation);
        return row.InstanceId;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        EventRaised raised = new() { Timestamp = Now(), Name = eventName, Input = converter.Serialize(eventPayload) };
        return SignalAsync(instanceId, raised, "raise an event for", cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        string? output = converter.Serialize(options?.Output);
        ExecutionTerminated terminated = new() { Timestamp = Now(), Input = output, Recurse = options?.Recursive ?? false };
        return SignalAsync(instanceId, terminated, "terminate", cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SignalAsync(instanceId, new ExecutionSuspended { Timestamp = Now(), Reason = reason }, "suspend", cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SignalAsync(instanceId, new ExecutionResumed { Timestamp = Now(), Reason = reason }, "resume", cancellation);

    private async Task SignalAsync(string instanceId, HistoryEvent signal, string verb, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        SignalOperation operation = new(instanceId, signal, verb, core());
        core().Commits.Submit(operation);
        await operation.Done.WaitAsync(cancellation);
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;
}
