namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function learns of its schedule.</summary>
public sealed class TimerInfo
{
    /// <summary>The schedule's progress; null for a timer that is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether the occurrence was missed and fires late.</summary>
    public bool IsPastDue { get; set; }
}
