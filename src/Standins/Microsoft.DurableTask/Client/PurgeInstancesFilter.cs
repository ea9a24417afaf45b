namespace Microsoft.DurableTask.Client;

/// <summary>Which finished instances a purge takes.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long one purge may take before it answers that it is incomplete.</summary>
    public TimeSpan? Timeout { get; init; }
}
