using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>What a run waits for whose account is being drained.</summary>
internal static class DrainHold
{
    public static Hold Of(string account, RunOptions options) => new(
        WaitingReason.AccountDrained, $"Account '{account}' is being drained and takes no run. POST /api/accounts/{account}/undrain ends that.", options.QuotaWait);
}
