using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Batch;

/// <summary>Azure.Core's retries (exponential, Retry-After) under <see cref="RetrySafety"/>.</summary>
internal sealed class BatchRetryPolicy(RetryOptions options)
    : RetryPolicy(
        options.MaxRetries,
        options.Mode == RetryMode.Fixed
            ? DelayStrategy.CreateFixedDelayStrategy(options.Delay)
            : DelayStrategy.CreateExponentialDelayStrategy(options.Delay, options.MaxDelay))
{
    /// <summary>Above this the caller should know and decide; a hidden wait of many minutes looks like a hang.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsSafe(message, exception) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsSafe(message, exception) && await base.ShouldRetryAsync(message, exception).ConfigureAwait(false);

    private static bool IsSafe(HttpMessage message, Exception? exception)
    {
        if (exception is null && message.HasResponse && RetryAfterHeader.Read(message.Response) > LongestRetryAfter)
            return false;
        if (message.TryGetProperty(typeof(RetrySafety), out object? safety) && safety is RetrySafety.OnlyIfRefused)
            return exception is null && message.HasResponse && message.Response.Status is 429 or 503;
        return true;
    }
}
