using Autobatch.Functions.Ledger;
using Autobatch.Workloads;
using Azure.Data.Tables;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// Rows of a workload's files, all in one partition so that they change together: <c>f-{key}</c> for each version that was taken in and is still
/// there, <c>w-{key}</c> while it waits, <c>b-{runId}</c> for a batch that is closed and whose run is not started yet.
/// </summary>
internal static class InputRows
{
    /// <summary>Every closing must win this row: so no file gets into two batches.</summary>
    public const string Closing = "closing";

    /// <summary>When a file was taken in last.</summary>
    public const string Arrival = "arrival";

    public const string At = "At";
    public const string SeenPrefix = "f-";
    public const string WaitingPrefix = "w-";
    public const string BatchPrefix = "b-";

    private const string Kind = nameof(LedgerEntry.Kind);
    private const string Name = nameof(WaitingFile.Name);
    private const string ETag = nameof(WaitingFile.ETag);
    private const string Bytes = nameof(WaitingFile.Bytes);
    private const string WrittenAt = nameof(WaitingFile.WrittenAt);
    private const string ArrivedAt = nameof(WaitingFile.ArrivedAt);
    private const string Version = nameof(WaitingFile.Version);
    private const string Storage = "Storage";

    /// <summary>What a look at <c>f-</c> rows needs of them.</summary>
    public static readonly IReadOnlyList<string> SeenColumns = ["RowKey", "Timestamp", Storage];

    public static string Partition(string workload) => $"input-{workload}";

    public static TableEntity Seen(string workload, string? storage, WaitingFile file) =>
        In(storage, new TableEntity(Partition(workload), SeenPrefix + file.Key) { [Kind] = LedgerKind.Input });

    public static SeenFile ReadSeen(TableEntity row) => new(row.RowKey[SeenPrefix.Length..], row.GetString(Storage), row.Timestamp!.Value);

    public static TableEntity Waiting(string workload, string? storage, WaitingFile file) =>
        In(storage, new TableEntity(Partition(workload), WaitingPrefix + file.Key)
        {
            [Name] = file.Name,
            [ETag] = file.ETag,
            [Bytes] = file.Bytes,
            [WrittenAt] = file.WrittenAt,
            [ArrivedAt] = file.ArrivedAt,
            [Version] = file.Version,
        });

    public static (string? Storage, WaitingFile File) ReadWaiting(TableEntity row) => (
        row.GetString(Storage),
        new WaitingFile(
            row.RowKey[WaitingPrefix.Length..],
            row.GetString(Name),
            row.GetString(ETag),
            row.GetInt64(Bytes) ?? 0,
            row.GetDateTimeOffset(WrittenAt)!.Value,
            row.GetDateTimeOffset(ArrivedAt)!.Value,
            row.GetString(Version)));

    /// <summary>A filter for the rows whose names begin so.</summary>
    public static string Filter(string workload, string prefix) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Partition(workload)} and RowKey gt {prefix} and RowKey lt {prefix[..^1] + (char)(prefix[^1] + 1)}");

    private static TableEntity In(string? storage, TableEntity row)
    {
        if (storage is not null)
        {
            row[Storage] = storage;
        }

        return row;
    }
}
