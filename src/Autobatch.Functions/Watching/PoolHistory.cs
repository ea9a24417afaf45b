using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Watching;

/// <summary>
/// How many nodes pools had, noted every half minute while an account has runs: two requests to Batch and one row for all pools of the account. The rows are a ring of a day, so nothing
/// has to be cleared; nobody waits for a note, and one that fails is left out.
/// </summary>
internal sealed partial class PoolHistory(AppStorage app, TimeProvider time, ILogger<PoolHistory> logger)
{
    public const string PartitionPrefix = "pools-";
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Length = TimeSpan.FromDays(1);

    // A row's text holds 32 Ki characters, and a pool's id 64.
    private const int MostPools = 200;
    private const string At = nameof(At);
    private const string Pools = nameof(Pools);
    private const string Select = "id,targetDedicatedNodes,targetLowPriorityNodes,currentDedicatedNodes,currentLowPriorityNodes";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly int s_slots = (int)(Length / Every);
    private readonly ConcurrentDictionary<string, long> _noted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes the account's pools unless that was done in this half minute.</summary>
    public async Task NoteAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_noted.TryGetValue(account.Name, out long last) && last == Turn(now))
        {
            return;
        }

        _noted[account.Name] = Turn(now);
        using CancellationTokenSource patience = new(s_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            IReadOnlyList<PoolSample> pools = await LookAsync(account.Data, both.Token);
            TableEntity row = new(Partition(account.Name), Row(now))
            {
                [At] = now,
                [Pools] = JsonSerializer.Serialize(pools, AppJson.Default.IReadOnlyListPoolSample),
            };
            await app.Ledger.UpsertEntityAsync(row, TableUpdateMode.Replace, both.Token);
        }
        catch (Exception e) when ((e is RequestFailedException or AggregateException or OperationCanceledException || e.IsAway()) && !cancellationToken.IsCancellationRequested)
        {
            LogLeftOut(logger, account.Name, e.GetType().Name);
        }
    }

    /// <summary>What was noted of the account's pools since a time, at most a day ago, oldest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, IReadOnlyList<PoolSample> Pools)>> ReadAsync(string account, DateTimeOffset since, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        (string from, string to, string partition) = (Row(since), Row(now), Partition(account));
        // Of a whole day the first slot is the last one.
        string rows = now - since > Length - Every ? "RowKey ge ''"
            : string.CompareOrdinal(from, to) <= 0 ? $"RowKey ge '{from}' and RowKey le '{to}'"
            : $"(RowKey ge '{from}' or RowKey le '{to}')";
        List<(DateTimeOffset At, IReadOnlyList<PoolSample> Pools)> notes = [];
        await foreach (TableEntity row in app.Ledger.QueryAsync<TableEntity>($"PartitionKey eq '{partition}' and {rows}", cancellationToken: cancellationToken))
        {
            // A slot that nothing was noted in today still holds yesterday's note.
            if (row.GetDateTimeOffset(At) is { } at && at >= since && row.GetString(Pools) is { } pools)
            {
                notes.Add((at, JsonSerializer.Deserialize(pools, AppJson.Default.IReadOnlyListPoolSample)!));
            }
        }

        notes.Sort((a, b) => a.At.CompareTo(b.At));
        return notes;
    }

    private static async Task<IReadOnlyList<PoolSample>> LookAsync(BatchDataClient batch, CancellationToken cancellationToken)
    {
        Task<Dictionary<string, int>> running = RunningAsync(batch, cancellationToken);
        Task<List<PoolState>> pools = batch.ListPoolsAsync(new ListQuery { Select = Select }, cancellationToken).Take(MostPools).ToListAsync(cancellationToken).AsTask();
        await Task.WhenAll(running, pools);
        Dictionary<string, int> counts = await running;
        return
        [
            .. (await pools).Select(p => new PoolSample(
                p.Id, p.TargetDedicatedNodes + p.TargetLowPriorityNodes, p.CurrentDedicatedNodes + p.CurrentLowPriorityNodes, counts.GetValueOrDefault(p.Id))),
        ];
    }

    private static async Task<Dictionary<string, int>> RunningAsync(BatchDataClient batch, CancellationToken cancellationToken)
    {
        Dictionary<string, int> running = new(StringComparer.OrdinalIgnoreCase);
        await foreach (PoolNodeCounts pool in batch.ListPoolNodeCountsAsync(cancellationToken: cancellationToken))
        {
            running[pool.PoolId] = pool.Dedicated.Running + pool.LowPriority.Running;
        }

        return running;
    }

    private static string Partition(string account) => $"{PartitionPrefix}{account.ToLowerInvariant()}";

    private static long Turn(DateTimeOffset at) => at.UtcTicks / Every.Ticks;

    private static string Row(DateTimeOffset at) => (Turn(at) % s_slots).ToString("D4", CultureInfo.InvariantCulture);

    [LoggerMessage(1, LogLevel.Debug, "The pools of account {Account} were not noted: {Reason}", EventName = "PoolsNotNoted")]
    private static partial void LogLeftOut(ILogger logger, string account, string reason);
}
