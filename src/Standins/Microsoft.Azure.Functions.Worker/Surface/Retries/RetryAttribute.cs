namespace Microsoft.Azure.Functions.Worker;

/// <summary>Base of the attributes that let the runtime run a failed invocation again.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>Retries after the first attempt; -1 for no bound.</summary>
    public int MaxRetryCount { get; protected set; }
}
