using System.Text.Json;
using Autobatch.Placement;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>What a gate remembers besides who is in and who waits. Its ETag makes admissions serial.</summary>
/// <param name="Misses">How often in a row Batch refused a job that the gate had room for: others use the account too.</param>
/// <param name="RetryAt">When the head may try again after such a refusal.</param>
/// <param name="Queue">Whose turn it is among workloads.</param>
/// <param name="ETag">The row's version; null when there is none yet.</param>
internal sealed record GateState(int Misses, DateTimeOffset RetryAt, FairTurns Queue, ETag? ETag)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Batch refused the last job: one run at a time finds out whether there is room again.</summary>
    public bool IsBlocked => Misses > 0;

    public GateState Missed(DateTimeOffset now)
    {
        TimeSpan pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Misses, 10)));
        return this with { Misses = Misses + 1, RetryAt = now + (pause < s_longest ? pause : s_longest) };
    }

    public static GateState Of(TableEntity? row) => row is null
        ? new GateState(0, DateTimeOffset.UnixEpoch, FairTurns.Empty, null)
        : new GateState(row.GetInt32(nameof(Misses)) ?? 0, row.GetDateTimeOffset(nameof(RetryAt)) ?? DateTimeOffset.UnixEpoch, ReadQueue(row.GetString(nameof(Queue))), row.ETag);

    /// <summary>Writes the row, unless somebody else has since it was read.</summary>
    public TableTransactionAction Write(string account)
    {
        TableEntity row = new(GateRows.Partition(account), GateRows.State) { [nameof(Misses)] = Misses, [nameof(RetryAt)] = RetryAt, [nameof(Queue)] = JsonSerializer.Serialize(Queue, AppJson.Default.FairTurns) };
        return ETag is { } read
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, read)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    private static FairTurns ReadQueue(string? json) => json is null ? FairTurns.Empty : JsonSerializer.Deserialize(json, AppJson.Default.FairTurns) ?? FairTurns.Empty;
}
