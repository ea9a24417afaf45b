using Autobatch.Batch;
using Autobatch.Runs;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Runs;

/// <summary>What keeps a step from being taken now; it is tried again.</summary>
/// <param name="Reason">A name of <see cref="WaitingReason"/>.</param>
/// <param name="Detail">What exactly is waited for.</param>
/// <param name="Limit">How long it may be waited for; the run's own limit when null.</param>
internal sealed record Hold(string Reason, string Detail, TimeSpan? Limit = null)
{
    /// <summary>The pool that cannot run tasks, when it is one.</summary>
    public string? PoolId { get; init; }

    /// <summary>The hold behind a failure that may pass by itself; null for one that does not.</summary>
    public static Hold? OfTrouble(TaskFailureDetails details)
    {
        for (TaskFailureDetails? failure = details; failure is not null; failure = failure.InnerFailure)
        {
            if (failure.ErrorType == typeof(BatchException).FullName)
            {
                return new Hold(WaitingReason.BatchUnavailable, Short(failure.ErrorMessage));
            }
        }

        return Retries.IsPassing(details) ? new Hold(WaitingReason.ServiceUnavailable, Short(details.ErrorMessage)) : null;
    }

    // What follows the first line are an answer's headers and body.
    private static string Short(string message)
    {
        const int most = 300;
        string line = Secrets.Strip(message.Split('\r', '\n')[0]);
        return line.Length > most ? line[..most] : line;
    }
}
