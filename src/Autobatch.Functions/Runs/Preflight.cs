using Autobatch.Functions.Accounts;
using Autobatch.Planning;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that packages are active and the pool is there and large enough, before a job is made.</summary>
internal sealed class Preflight(RunPlans plans, BatchAccounts accounts, PackageReadiness packages, PoolReadiness pools)
{
    [Function(nameof(Preflight))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, FunctionContext context) =>
        Wire.GuardAsync(() => CheckAsync(work, context.CancellationToken));

    private async Task<HoldResult> CheckAsync(RunWork work, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(work.Run, cancellationToken);
        BatchAccount account = accounts.Find(work.Job.Account);
        Task pool = pools.EnsureAsync(account, plan, cancellationToken);
        Hold? hold = null;
        foreach (Task<Hold?> check in plan.Packages.Select(p => packages.CheckAsync(account, p, cancellationToken)).ToArray())
        {
            hold ??= await check;
        }

        await pool;
        return new HoldResult(hold);
    }
}
