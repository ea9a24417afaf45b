using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Placement;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>
/// Keeps a workload's active tasks in an account below its cap. What each run was granted stands with its place at the gate and is granted under one lock row,
/// so the sum never passes the cap, whoever asks at the same time or is killed. Batch is asked for what has completed only while a run waits: one job a second
/// for each workload and account, in turn.
/// </summary>
internal sealed class WorkloadTurns(AppStorage storage, BatchAccounts accounts, WorkloadShares shares, TimeProvider time)
{
    private const int MostTries = 20;
    private const string LockPrefix = "w-";
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    /// <summary>Grants tasks to a run. Asked again for the same ones, it grants as before.</summary>
    /// <param name="run">A run of a workload.</param>
    /// <param name="job">Its job.</param>
    /// <param name="added">Tasks of the job that were added before.</param>
    /// <param name="wanted">Tasks that it would add now, at least 1.</param>
    /// <param name="last">Whether it has none left after these.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<WorkloadTurn> TakeAsync(RunInput run, RunJob job, int added, int wanted, bool last, CancellationToken cancellationToken)
    {
        (string workload, string place) = (run.Workload!, GateRows.Place(run.Key()));
        int cap = await shares.CapOfAsync(workload, cancellationToken) ?? int.MaxValue;
        bool counted = false;
        for (int tries = 0; tries < MostTries; tries++)
        {
            // The lock first: what is read after it can have changed only together with it, or to fewer active tasks.
            TableEntity? held = await LockAsync(job.Account, workload, cancellationToken);
            List<PartRow> rows = await ListAsync(job.Account, workload, cancellationToken);
            PartRow? own = rows.Find(r => r.Part.Place == place && r.JobId == job.JobId);
            WorkloadPart[] parts = [.. rows.Where(r => r.Part.Place != place || r == own).Select(r => r.Part)];
            int active = (int)Math.Min(int.MaxValue, parts.Sum(p => (long)p.Active));
            if (own is not null && own.Part.Granted > added)
            {
                return new WorkloadTurn(own.Part.Granted - added, active, cap);
            }

            // Explicit tasks may depend on later ones of their run: as far as the cap allows, they come together.
            int granted = WorkloadCap.Grant(cap, parts, place, wanted, job is { HasDependencies: true, TotalFiles: 0 } && added == 0 ? job.Tasks : 0);
            if (granted == 0 && !counted && IsDue(held) && Next(rows) is { } next)
            {
                counted = true;
                if (await storage.Ledger.TrySubmitAsync([Write(job.Account, workload, held, time.GetUtcNow())], cancellationToken))
                {
                    await CountAsync(job.Account, next, cancellationToken);
                }

                continue;
            }

            if (granted == 0 && own is { Part.WantsMore: true })
            {
                return new WorkloadTurn(0, active, cap);
            }

            TableEntity row = new(GateRows.Partition(job.Account), GateRows.In(place))
            {
                [GateRows.Workload] = workload,
                [PartRow.JobIdName] = job.JobId,
                [PartRow.Granted] = added + granted,
                [PartRow.WantsMore] = !(last && granted == wanted),
            };
            if (own is null)
            {
                row[PartRow.Done] = 0;
            }

            TableTransactionAction[] actions = [Write(job.Account, workload, held, null), new TableTransactionAction(TableTransactionActionType.UpsertMerge, row)];
            if (await storage.Ledger.TrySubmitAsync(actions, cancellationToken))
            {
                return new WorkloadTurn(granted, active, cap);
            }
        }

        throw new RetryLaterException($"The share of workload '{workload}' in account '{job.Account}' is contended.");
    }

    /// <summary>Forgets a workload that has no runs any more.</summary>
    public async Task ForgetAsync(string workload, CancellationToken cancellationToken)
    {
        foreach (BatchAccount account in accounts.All)
        {
            await storage.Ledger.DeleteEntityAsync(GateRows.Partition(account.Name), LockPrefix + workload, ETag.All, cancellationToken);
        }
    }

    private bool IsDue(TableEntity? held) => held?.GetDateTimeOffset(PartRow.CountedAtName) is not { } at || time.GetUtcNow() - at >= s_tick;

    private static PartRow? Next(List<PartRow> rows) => rows.Where(r => r.Part.Active > 0).MinBy(r => r.CountedAt);

    private async Task CountAsync(string account, PartRow part, CancellationToken cancellationToken)
    {
        int completed;
        try
        {
            completed = (await accounts.Find(account).Data.GetTaskCountsAsync(part.JobId, cancellationToken)).Completed;
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.JobNotFound)
        {
            completed = int.MaxValue;
        }

        TableEntity row = new(GateRows.Partition(account), GateRows.In(part.Part.Place))
        {
            [PartRow.Done] = Math.Clamp(completed, part.Part.Done, part.Part.Granted),
            [PartRow.CountedAtName] = time.GetUtcNow(),
        };
        await storage.Ledger.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, part.ETag)], cancellationToken);
    }

    private async Task<TableEntity?> LockAsync(string account, string workload, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(
            GateRows.Partition(account), LockPrefix + workload, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static TableTransactionAction Write(string account, string workload, TableEntity? held, DateTimeOffset? countedAt)
    {
        TableEntity row = new(GateRows.Partition(account), LockPrefix + workload);
        if ((countedAt ?? held?.GetDateTimeOffset(PartRow.CountedAtName)) is { } at)
        {
            row[PartRow.CountedAtName] = at;
        }

        return held is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, held.ETag);
    }

    private async Task<List<PartRow>> ListAsync(string account, string workload, CancellationToken cancellationToken)
    {
        List<PartRow> rows = [];
        string filter = GateRows.AllIn(account) + TableClient.CreateQueryFilter($" and Workload eq {workload}");
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            rows.Add(PartRow.Of(row));
        }

        return rows;
    }
}
