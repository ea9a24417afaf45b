namespace Microsoft.DurableTask;

/// <summary>Options of one start by a client.</summary>
public record StartOrchestrationOptions
{
#pragma warning disable IDE1006 // Callers name these parameters; the real constructor has them so.
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
#pragma warning restore IDE1006
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The instance id; a fresh one is made when it is null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The earliest time of the first step.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public TaskVersion? Version { get; init; }

    /// <summary>Names of runtime statuses of an existing instance that refuse this start. See WithDedupeStatuses.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
