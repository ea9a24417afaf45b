using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Explaining;

/// <summary>Tells what the account's storage does not give the run.</summary>
internal sealed class ExplainLimits(AccountFacts facts)
{
    /// <summary>Adds a fault for each thing that will not work.</summary>
    public async Task CheckAsync(BatchAccount account, RunPlan plan, Faults faults, CancellationToken cancellationToken)
    {
        foreach ((string code, string message, string pointer) in StorageLimits.Of(plan, await facts.OfAsync(account, cancellationToken)))
        {
            faults.Add(code, message, pointer);
        }
    }

    /// <summary>Whether tasks would get packages as files, since the account's storage gives none and the manifest allows it.</summary>
    public async Task<bool> FallsBackAsync(BatchAccount account, RunPlan plan, CancellationToken cancellationToken) =>
        plan.FallsBack && StorageLimits.WhyNoPackages(plan, await facts.OfAsync(account, cancellationToken)) is not null;
}
