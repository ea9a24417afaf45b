using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Model;

/// <summary>Why the last resize of a pool did not reach its targets (FACTS C.1, R.4).</summary>
internal sealed record ResizeError(string Code, string Message, IReadOnlyList<NameValue> Values)
{
    public static ResizeError Stopped(bool dedicated) => new("ResizeStopped", $"Desired number of {Kind(dedicated)} nodes could not be allocated due to a stop resize operation", []);

    public static ResizeError TimedOut(bool dedicated) => new("AllocationTimedOut", $"Desired number of {Kind(dedicated)} nodes could not be allocated as the resize timeout was reached", []);

    public static ResizeError CoreQuota(bool dedicated, int quota) => new(
        dedicated ? "AccountCoreQuotaReached" : "AccountLowPriorityCoreQuotaReached",
        $"The specified account has reached {(dedicated ? "core" : "low priority core")} quota",
        [new("Quota", $"{quota}")]);

    private static string Kind(bool dedicated) => dedicated ? "dedicated" : "low priority";
}
