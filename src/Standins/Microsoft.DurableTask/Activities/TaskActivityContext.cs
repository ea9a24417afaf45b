namespace Microsoft.DurableTask;

/// <summary>What an activity knows about its call.</summary>
public abstract class TaskActivityContext
{
    public abstract TaskName Name { get; }

    /// <summary>The instance id of the orchestration that called.</summary>
    public abstract string InstanceId { get; }

    public virtual string Version => string.Empty;
}
