using Microsoft.DurableTask;

namespace Autobatch.Functions;

/// <summary>How activities are tried again. A <see cref="FaultException"/> is not: nothing would change.</summary>
public static class Retries
{
    private const int Attempts = 8;

    public static TaskOptions Options() => TaskOptions.FromRetryPolicy(
        new RetryPolicy(Attempts, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1))
        {
            HandleFailure = details => !details.ErrorType.EndsWith(nameof(FaultException), StringComparison.Ordinal),
        });
}
