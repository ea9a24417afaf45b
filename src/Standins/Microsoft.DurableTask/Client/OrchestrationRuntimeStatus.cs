namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration stands.</summary>
public enum OrchestrationRuntimeStatus
{
    Running = 0,
    Completed = 1,

    [Obsolete("The status ContinuedAsNew is never reported: the next generation is.")]
    ContinuedAsNew = 2,
    Failed = 3,

    [Obsolete("Orchestrations are terminated, not cancelled.")]
    Canceled = 4,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}
