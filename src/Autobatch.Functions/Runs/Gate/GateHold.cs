using Autobatch.Functions.Configuration;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>What a run at the gate waits for.</summary>
internal static class GateHold
{
    public static Hold Of(string detail, RunOptions options) => new(WaitingReason.WaitingForQuota, detail, options.QuotaWait);
}
