using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>Calls again after failures as the policy or the handler says; delays are durable timers.</summary>
internal static class RetryLoop
{
    /// <summary>What "no maximum" comes to: a calendar has an end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static async Task<string?> RunAsync(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<string?>> call)
    {
        if (retry is null)
            return await call();
        DateTime first = context.CurrentUtcDateTime;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failure)
            {
                if (!await ShouldRetryAsync(context, retry, attempt, first, failure))
                    throw;
            }
            if (retry.Policy is { } policy)
                await context.CreateTimer(Delay(policy, attempt), CancellationToken.None);
        }
    }

    /// <summary>The pause after the given attempt: grows by the coefficient, never beyond the maximum.</summary>
    internal static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        TimeSpan longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? Longest : policy.MaxRetryInterval;
        double ticks = policy.FirstRetryInterval.Ticks * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return ticks >= longest.Ticks ? longest : TimeSpan.FromTicks((long)ticks);
    }

    private static async Task<bool> ShouldRetryAsync(
        TaskOrchestrationContext context, TaskRetryOptions retry, int attempt, DateTime first, TaskFailedException failure)
    {
        TimeSpan spent = context.CurrentUtcDateTime - first;
        if (retry.Handler is { } handler)
            return await handler(new RetryContext(context, attempt, failure.FailureDetails, spent, CancellationToken.None));
        if (retry.Policy is not { } policy || attempt >= policy.MaxNumberOfAttempts)
            return false;
        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && spent >= policy.RetryTimeout)
            return false;
        if (policy.HandleAsync is { } decideAsync)
            return await decideAsync(failure);
        return policy.Handle is not { } decide || decide(failure);
    }
}
