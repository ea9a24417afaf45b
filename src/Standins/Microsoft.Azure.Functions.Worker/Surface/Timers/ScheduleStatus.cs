namespace Microsoft.Azure.Functions.Worker;

/// <summary>A schedule's progress, UTC.</summary>
public sealed class ScheduleStatus
{
    /// <summary>The last occurrence that fired; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
