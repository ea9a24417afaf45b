using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Planning;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that packages are active and the pool is there and large enough, before a job is made.</summary>
internal sealed class Preflight(RunPlans plans, BatchAccounts accounts, PackageReadiness packages, PoolReadiness pools, RunLedger ledger)
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
        if (hold is not null)
        {
            await ledger.UpdateAsync(work.Run.Key(), new LedgerPatch { Status = RunStatus.Waiting, WaitingFor = hold.Reason }, cancellationToken);
        }

        return new HoldResult(hold);
    }
}
