namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed invocation again after delays that double.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Retries; -1 for no bound.</param>
    /// <param name="minimumInterval">The first delay, <c>hh:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest delay, <c>hh:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first delay.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest delay.</summary>
    public string MaximumInterval { get; }
}
