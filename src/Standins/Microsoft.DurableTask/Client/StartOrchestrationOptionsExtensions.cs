namespace Microsoft.DurableTask.Client;

/// <summary>Typed statuses for <see cref="StartOrchestrationOptions.DedupeStatuses"/>.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <summary>Statuses that may refuse a second start.</summary>
    public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    public static StartOrchestrationOptions WithDedupeStatuses(
        this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. (dedupeStatuses ?? []).Select(status => status.ToString())] };
    }
}
