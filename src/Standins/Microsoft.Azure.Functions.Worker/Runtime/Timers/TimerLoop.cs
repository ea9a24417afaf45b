using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>Fires one timer function. An occurrence that comes while the function still runs is left out, so none overlap.</summary>
internal sealed partial class TimerLoop(
    FunctionModel function, TimerTriggerModel trigger, FunctionRunner runner, TimerProgress progress, TimeProvider time, ILogger logger)
{
    /// <summary>Timers of the platform cannot wait for weeks in one go.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Runs until <paramref name="stop"/>; an invocation that has begun is not cut short by it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        bool monitored = trigger.UseMonitor && trigger.Schedule.IsSlow(Now);
        ScheduleStatus? status = monitored ? progress.Read(function.Name, trigger.Schedule) : null;
        bool pastDue = status is not null && status.Next != default && status.Next <= Now;
        DateTime last = status?.Last ?? default;
        if (pastDue || trigger.RunOnStartup) last = await FireAsync(last, pastDue, monitored, stop);
        while (!stop.IsCancellationRequested && trigger.Schedule.Next(Now) is { } next)
        {
            if (monitored) progress.Write(function.Name, trigger.Schedule, Status(last, next));
            if (!await WaitAsync(next, stop)) return;
            last = await FireAsync(last, pastDue: false, monitored, stop);
        }
    }

    private async Task<bool> WaitAsync(DateTime until, CancellationToken stop)
    {
        // The clock goes on between two readings: one reading, or the wait may turn out below zero.
        while (until - Now is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return false;
        }

        return true;
    }

    private async Task<DateTime> FireAsync(DateTime last, bool pastDue, bool monitored, CancellationToken stop)
    {
        DateTime fired = Now;
        var info = new TimerInfo
        {
            IsPastDue = pastDue,
            ScheduleStatus = monitored ? Status(last, trigger.Schedule.Next(fired) ?? default) : null,
        };
        for (int retry = 0; ; retry++)
        {
            var call = new FunctionCall(info) { Retry = new AttemptData(retry, function.Retry?.MaxRetryCount ?? 0) };
            try
            {
                await runner.RunAsync(function, call, CancellationToken.None);
                break;
            }
            catch (Exception failure)
            {
                // A timer has no caller: the log is where its failures go, and the schedule goes on.
                LogFailure(logger, failure, function.Name, call.InvocationId);
                bool again = function.Retry is { } policy && (policy.MaxRetryCount < 0 || retry < policy.MaxRetryCount);
                if (!again || !await WaitAsync(Now + RetryPolicy.Delay(function.Retry!, retry + 1), stop)) break;
            }
        }

        if (monitored && trigger.Schedule.Next(Now) is { } next) progress.Write(function.Name, trigger.Schedule, Status(fired, next));
        return fired;
    }

    private ScheduleStatus Status(DateTime last, DateTime next) => new() { Last = last, Next = next, LastUpdated = Now };

    [LoggerMessage(1, LogLevel.Error, "Timer function {Function} failed; invocation {InvocationId}", EventName = "TimerFailed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string function, string invocationId);
}
