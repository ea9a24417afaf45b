using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Retries by count, with an interval that grows by a coefficient up to a maximum, within a total time.</summary>
public class RetryPolicy
{
    /// <exception cref="ArgumentOutOfRangeException">
    /// Attempts or first interval not positive, coefficient below 1, maximum interval below the first, or a time-out below the first.
    /// </exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        if (double.IsNaN(backoffCoefficient) || backoffCoefficient < 1)
            throw new ArgumentOutOfRangeException(nameof(backoffCoefficient), backoffCoefficient, "The coefficient must be 1 or more.");
        if (maxRetryInterval is { } max && max != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(max, firstRetryInterval, nameof(maxRetryInterval));
        if (retryTimeout is { } total && total != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(total, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Attempts in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    /// <summary>One hour unless given.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>From the first attempt on; infinite unless given.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Made from <see cref="HandleFailure"/>; null means that every failure is retried.</summary>
    public Func<Exception, bool>? Handle { get; private init; }

    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Says which failures are worth a retry.</summary>
    [SuppressMessage("Design", "CA1044:Properties should not be write only", Justification = "The real type has it so.")]
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => exception is TaskFailedException failed && value(failed.FailureDetails);
    }
}
