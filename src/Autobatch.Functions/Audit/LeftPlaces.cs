using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Gate;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Audit;

/// <summary>Gives back places at an account's gate whose run is over and has no active job, and lets in who waits for them.</summary>
internal sealed class LeftPlaces(RunLedger ledger, AccountGate gate)
{
    private const int MostRows = 1000;
    private const int MostLookedUp = 200;

    public async Task FreeAsync(BatchAccount account, IReadOnlyDictionary<string, string?> open, DurableTaskClient client, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableEntity> rows = await gate.AllAsync(account.Name, MostRows, cancellationToken);
        foreach (LedgerKey key in rows.Select(GateRows.KeyOf).Where(k => !open.ContainsKey(k.Id)).Take(MostLookedUp))
        {
            if (await IsOverAsync(account, key.Id, cancellationToken))
            {
                await GateWaking.WakeAsync(client, await gate.LeaveAsync(account.Name, key, cancellationToken), cancellationToken);
            }
        }

        if (rows.Count > 0)
        {
            await GateWaking.WakeAsync(client, await gate.AdmitAsync(account.Name, cancellationToken), cancellationToken);
        }
    }

    private async Task<bool> IsOverAsync(BatchAccount account, string runId, CancellationToken cancellationToken)
    {
        LedgerEntry? run = await ledger.FindAsync(runId, cancellationToken);
        return run is null
            || (LedgerState.IsSettled(run.State)
                && (run.JobId is not { } jobId || await account.Data.GetJobIfExistsAsync(jobId, "id,state", cancellationToken) is not { } job || job.State == JobStates.Completed));
    }
}
