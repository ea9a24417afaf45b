using System.Net.Sockets;
using Autobatch.Batch;
using Azure;
using Microsoft.DurableTask;

namespace Autobatch.Functions;

/// <summary>
/// How activities are tried again: what may pass by itself (throttling, broken connections, a service that restarts) for about half an
/// hour, everything else not at all, since nothing would change.
/// </summary>
internal static class Retries
{
    private const int Attempts = 34;
    private const int BriefAttempts = 3;

    private static readonly HashSet<string> s_passing =
    [
        .. new[]
        {
            typeof(AggregateException), typeof(BatchException), typeof(HttpRequestException), typeof(IOException), typeof(OperationCanceledException),
            typeof(RequestFailedException), typeof(RetryLaterException), typeof(SocketException), typeof(TaskCanceledException), typeof(TimeoutException),
        }.Select(t => t.FullName!),
    ];

    public static TaskOptions Options() => TaskOptions.FromRetryPolicy(
        new RetryPolicy(Attempts, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1))
        {
            HandleFailure = IsPassing,
        });

    /// <summary>A few seconds only: for flows that go on asking by themselves, under a name that people see.</summary>
    public static TaskOptions Brief() => TaskOptions.FromRetryPolicy(
        new RetryPolicy(BriefAttempts, TimeSpan.FromSeconds(1), backoffCoefficient: 2) { HandleFailure = IsPassing });

    /// <summary>So many times, with pauses that grow to five minutes.</summary>
    public static TaskOptions Times(int attempts) => TaskOptions.FromRetryPolicy(
        new RetryPolicy(attempts, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)) { HandleFailure = IsPassing });

    internal static bool IsPassing(TaskFailureDetails failure) => s_passing.Contains(failure.ErrorType);
}
