using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by the clock.</summary>
/// <param name="schedule">NCrontab with or without seconds, a time span, or a <c>%Setting%</c> that holds one. UTC.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Also fires once when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Remembers the schedule's progress over restarts, so that a missed occurrence fires late.</summary>
    public bool UseMonitor { get; set; } = true;
}
