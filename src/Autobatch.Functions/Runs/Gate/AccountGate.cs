using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Placement;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>
/// Lets runs into an account while it has room for their jobs: by weight between workloads, first come, first served within one. docs/decisions/0008-run-life-cycle.md says how it
/// stays in order through kills. What lets runs in gives their ids, so that they can be woken; a run that is not woken asks again by itself.
/// </summary>
internal sealed class AccountGate(AppStorage storage, GateQuotas quotas, WorkloadShares shares, TimeProvider time)
{
    // A table transaction takes 100 operations, and each admission is two.
    private const int MostAtOnce = 40;
    private const int MostTries = 20;

    // Who waits behind so many is not looked at yet.
    private const int MostCompared = 2000;

    /// <summary>Takes a place in the order, and lets in whoever may go in.</summary>
    /// <returns>Whether the run is in, and who was let in besides.</returns>
    public async Task<(bool In, IReadOnlyList<string> Admitted)> EnterAsync(string account, LedgerKey key, string? workload, CancellationToken cancellationToken)
    {
        string place = GateRows.Place(key);
        if (await IsInAsync(account, place, cancellationToken))
        {
            return (true, []);
        }

        await storage.Ledger.UpsertEntityAsync(GateRows.WaitingRow(account, place, workload), TableUpdateMode.Replace, cancellationToken);
        IReadOnlyList<string> admitted = await AdmitAsync(account, cancellationToken);

        // Somebody else's pass may have let it in before its row was put: then the row is one too many.
        bool isIn = admitted.Contains(key.Id) || await IsInAsync(account, place, cancellationToken);
        if (isIn)
        {
            await DeleteAsync(account, GateRows.Waiting(place), cancellationToken);
        }

        return (isIn, [.. admitted.Where(id => id != key.Id)]);
    }

    /// <summary>The run's job is made.</summary>
    /// <returns>Who was let in, since Batch takes jobs again.</returns>
    public async Task<IReadOnlyList<string>> MadeAsync(string account, LedgerKey key, CancellationToken cancellationToken)
    {
        TableEntity row = new(GateRows.Partition(account), GateRows.In(GateRows.Place(key))) { [GateRows.Made] = true };
        await storage.Ledger.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
        if (!(await StateAsync(account, cancellationToken)).IsBlocked)
        {
            return [];
        }

        await ChangeAsync(account, state => (state with { Misses = 0 }, []), cancellationToken);
        return await AdmitAsync(account, cancellationToken);
    }

    /// <summary>Batch refused the run's job for want of quota: the run goes back to its place in the order.</summary>
    public Task ReturnAsync(string account, LedgerKey key, string? workload, CancellationToken cancellationToken)
    {
        string partition = GateRows.Partition(account);
        string place = GateRows.Place(key);
        return ChangeAsync(
            account,
            state => (state.Missed(time.GetUtcNow()),
            [
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, GateRows.WaitingRow(account, place, workload)),
                new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, GateRows.In(place)), ETag.All),
            ]),
            cancellationToken,
            unless: async () => !await IsInAsync(account, place, cancellationToken));
    }

    /// <summary>The run's job is over, or never came to be.</summary>
    /// <returns>Who was let in.</returns>
    public async Task<IReadOnlyList<string>> LeaveAsync(string account, LedgerKey key, CancellationToken cancellationToken)
    {
        string place = GateRows.Place(key);
        await Task.WhenAll(DeleteAsync(account, GateRows.In(place), cancellationToken), DeleteAsync(account, GateRows.Waiting(place), cancellationToken));
        if ((await StateAsync(account, cancellationToken)) is { IsBlocked: true } blocked && blocked.RetryAt > time.GetUtcNow())
        {
            await ChangeAsync(account, state => (state with { RetryAt = time.GetUtcNow() }, []), cancellationToken);
        }

        return await AdmitAsync(account, cancellationToken);
    }

    /// <summary>Lets in who may go in.</summary>
    public async Task<IReadOnlyList<string>> AdmitAsync(string account, CancellationToken cancellationToken)
    {
        int bound = await quotas.BoundAsync(account, cancellationToken);
        for (int tries = 0; tries < MostTries; tries++)
        {
            GateState state = await StateAsync(account, cancellationToken);
            int room = Room(state, await ListAsync(GateRows.AllIn(account), null, cancellationToken), bound, time.GetUtcNow());
            if (room <= 0)
            {
                return [];
            }

            List<TableEntity> waiting = await ListAsync(GateRows.AllWaiting(account), Math.Min(room, MostAtOnce) + 1, cancellationToken);
            if (waiting.Count == 0)
            {
                return [];
            }

            // More wait than may go in: shares decide.
            if (waiting.Count > Math.Min(room, MostAtOnce))
            {
                waiting = await ListAsync(GateRows.AllWaiting(account), MostCompared, cancellationToken);
            }

            IReadOnlyDictionary<string, int> weights = await shares.WeightsAsync(waiting.Select(GateRows.WorkloadOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase), cancellationToken);
            (IReadOnlyList<TableEntity> heads, FairTurns queue) =
                state.Queue.Admit(waiting.Select(w => (w, GateRows.WorkloadOf(w))), Math.Min(room, MostAtOnce), name => weights.GetValueOrDefault(name, 1));
            state = state with { Queue = queue };
            if (await storage.Ledger.TrySubmitAsync([state.Write(account), .. heads.SelectMany(h => Moves(account, GateRows.PlaceOf(h)))], cancellationToken))
            {
                return [.. heads.Select(h => GateRows.KeyOf(h).Id)];
            }
        }

        throw new RetryLaterException($"The gate of account '{account}' is contended.");
    }

    /// <summary>Ids of the runs that are in or wait.</summary>
    public async Task<HashSet<string>> RunsAtAsync(string account, CancellationToken cancellationToken) =>
        [.. (await ListAsync(GateRows.All(account), null, cancellationToken)).Select(row => GateRows.KeyOf(row).Id)];

    /// <summary>Every run at the gate, those that are in first.</summary>
    public async Task<IReadOnlyList<TableEntity>> AllAsync(string account, int most, CancellationToken cancellationToken) =>
        [.. await ListAsync(GateRows.AllIn(account), most, cancellationToken), .. await ListAsync(GateRows.AllWaiting(account), most, cancellationToken)];

    /// <summary>How many more may go in. After a refusal of Batch it is one at a time, and each is waited for.</summary>
    internal static int Room(GateState state, IReadOnlyCollection<TableEntity> isIn, int bound, DateTimeOffset now) =>
        !state.IsBlocked ? bound - isIn.Count
        : now < state.RetryAt || isIn.Any(r => !GateRows.IsMade(r)) ? 0
        : Math.Min(1, bound - isIn.Count);

    private static IEnumerable<TableTransactionAction> Moves(string account, string place)
    {
        string partition = GateRows.Partition(account);
        yield return new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, GateRows.Waiting(place)), ETag.All);
        yield return new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition, GateRows.In(place)));
    }

    private async Task<bool> IsInAsync(string account, string place, CancellationToken cancellationToken) =>
        (await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(GateRows.Partition(account), GateRows.In(place), ["RowKey"], cancellationToken)).HasValue;

    private async Task<GateState> StateAsync(string account, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(GateRows.Partition(account), GateRows.State, cancellationToken: cancellationToken);
        return GateState.Of(row.HasValue ? row.Value : null);
    }

    private async Task ChangeAsync(
        string account,
        Func<GateState, (GateState State, IEnumerable<TableTransactionAction> Rows)> change,
        CancellationToken cancellationToken,
        Func<Task<bool>>? unless = null)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            if (unless is not null && await unless())
            {
                return;
            }

            (GateState state, IEnumerable<TableTransactionAction> rows) = change(await StateAsync(account, cancellationToken));
            if (await storage.Ledger.TrySubmitAsync([state.Write(account), .. rows], cancellationToken))
            {
                return;
            }
        }

        throw new RetryLaterException($"The gate of account '{account}' is contended.");
    }

    private async Task<List<TableEntity>> ListAsync(string filter, int? most, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, most, ["RowKey", GateRows.Made, GateRows.Workload], cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }

    private Task<Response> DeleteAsync(string account, string row, CancellationToken cancellationToken) =>
        storage.Ledger.DeleteEntityAsync(GateRows.Partition(account), row, ETag.All, cancellationToken);
}
