using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Audit;

/// <summary>Sees that nothing of a run outlives it in Batch: active jobs, auto pools, places at the gate. Each tick does a bounded amount of work.</summary>
internal sealed class SweepJobs(BatchAccounts accounts, RunLedger ledger, LeftJobs jobs, LeftPools pools, LeftPlaces places)
{
    private const int MostOpen = 2000;

    [Function(nameof(SweepJobs))]
    public async Task Run([TimerTrigger($"%{Defaults.SweepSchedule}%")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        HashSet<string> open = [.. (await ledger.FindOpenAsync(MostOpen, context.CancellationToken)).Select(e => e.Id)];
        foreach (BatchAccount account in accounts.All)
        {
            await jobs.CloseAsync(account, open, context.CancellationToken);
            await pools.DeleteAsync(account, context.CancellationToken);
            await places.FreeAsync(account, open, client, context.CancellationToken);
        }
    }
}
