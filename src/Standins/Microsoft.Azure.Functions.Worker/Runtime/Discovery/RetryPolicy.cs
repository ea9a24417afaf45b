using System.Globalization;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Reads a method's retry attribute and computes its delays.</summary>
internal static class RetryPolicy
{
    public static RetryAttribute? Read(FunctionCandidate function, ITriggerKind kind)
    {
        if (function.Method.GetCustomAttribute<RetryAttribute>() is not { } retry) return null;
        if (!kind.Retries)
        {
            function.Report($"{retry.GetType().Name} has no effect on this trigger. Remove it.");
            return null;
        }

        if (retry.MaxRetryCount < -1) function.Report("the retry count must be -1 (no bound) or more.");
        foreach (string interval in Intervals(retry).Where(i => !TryRead(i, out _)))
            function.Report($"the retry interval '{interval}' is no positive time span. Write it as hh:mm:ss.");
        return retry;
    }

    /// <summary>The delay before retry number <paramref name="retry"/>, counted from 1.</summary>
    public static TimeSpan Delay(RetryAttribute policy, int retry)
    {
        TimeSpan[] intervals = [.. Intervals(policy).Select(i => TimeSpan.Parse(i, CultureInfo.InvariantCulture))];
        double seconds = intervals[0].TotalSeconds * (intervals.Length == 1 ? 1 : Math.Pow(2, Math.Min(retry - 1, 30)));
        return TimeSpan.FromSeconds(Math.Min(seconds, intervals[^1].TotalSeconds));
    }

    private static IEnumerable<string> Intervals(RetryAttribute retry) => retry switch
    {
        FixedDelayRetryAttribute f => [f.DelayInterval],
        ExponentialBackoffRetryAttribute e => [e.MinimumInterval, e.MaximumInterval],
        _ => [],
    };

    private static bool TryRead(string text, out TimeSpan span) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span) && span > TimeSpan.Zero;
}
