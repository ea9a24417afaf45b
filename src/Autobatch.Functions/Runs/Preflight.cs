using Autobatch.Accounts;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Autobatch.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that packages are active, the pool is there and large enough, and inputs are staged, before a job is made.</summary>
internal sealed class Preflight(RunPlans plans, BatchAccounts accounts, PackagePreparation packages, PoolReadiness pools, RunStaging staging, AccountFacts facts)
{
    [Function(nameof(Preflight))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.GuardAsync(nameof(Preflight), work.Run, work.Job, context, () => CheckAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> CheckAsync(RunWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(work.Run, cancellationToken);
        BatchAccount account = accounts.Find(work.Job.Account);
        BatchAccountFacts known = await facts.OfAsync(account, cancellationToken);
        if (StorageLimits.Of(plan, known) is [var lost, ..])
        {
            throw new FaultException(lost.Code, lost.Message);
        }

        await pools.EnsureAsync(account, plan, known, cancellationToken);
        Hold? hold = plan.Packages.Count > 0 ? await packages.PrepareAsync(account, work.Run, plan, known, client, cancellationToken) : null;
        return new HoldResult(hold ?? await staging.StageAsync(work.Run, account, plan, cancellationToken));
    }
}
