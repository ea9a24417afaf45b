using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Sources;
using Autobatch.Functions.Staging;
using Autobatch.Planning;
using Autobatch.Staging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that packages are active, the pool is there and large enough, and inputs are staged, before a job is made.</summary>
internal sealed class Preflight(
    RunPlans plans, BatchAccounts accounts, PackagePins pins, PackageReadiness packages, PackageArrived arrivals, SourceDefaults defaults, PoolReadiness pools, RunStaging staging, AccountFacts facts)
{
    [Function(nameof(Preflight))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        Wire.GuardAsync(() => CheckAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> CheckAsync(RunWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(work.Run, cancellationToken);
        BatchAccount account = accounts.Find(work.Job.Account);
        if (StorageLimits.Of(plan, await facts.OfAsync(account, cancellationToken)) is [var lost, ..])
        {
            throw new FaultException(lost.Code, lost.Message);
        }

        await pools.EnsureAsync(account, plan, cancellationToken);
        Hold? hold = plan.Packages.Count > 0 ? await PackagesAsync(account, work.Run, plan, client, cancellationToken) : null;
        return new HoldResult(hold ?? await staging.StageAsync(work.Run, account, plan, cancellationToken));
    }

    // Versions first, and only then whether they are there: pruning looks the other way round, so one of the two sees the other.
    private async Task<Hold?> PackagesAsync(BatchAccount account, RunInput run, RunPlan plan, DurableTaskClient client, CancellationToken cancellationToken)
    {
        (RunPackages? given, Hold? hold) = await pins.GiveAsync(account, run, plan, cancellationToken);
        foreach (GivenPackage package in given?.Packages ?? [])
        {
            (Hold? held, DroppedPackage? source) = await packages.CheckAsync(account, package, run.Key(), cancellationToken);
            hold ??= held;
            if (source is not null)
            {
                await arrivals.RegisterAsync(source, client, cancellationToken);
            }

            if (held is null && package.MakeDefault)
            {
                await defaults.MakeAsync(account, run, package, cancellationToken);
            }
        }

        return hold;
    }
}
