namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which attempt an invocation is.</summary>
public abstract class RetryContext
{
    /// <summary>Attempts that went before this one; 0 for the first.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many retries there may be; -1 for no bound.</summary>
    public abstract int MaxRetryCount { get; }
}
