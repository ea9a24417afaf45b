namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed invocation again after a fixed delay.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Retries; -1 for no bound.</param>
    /// <param name="delayInterval">A time span, <c>hh:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The delay.</summary>
    public string DelayInterval { get; }
}
