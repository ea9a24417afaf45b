using System.Globalization;
using Autobatch.Functions.Ledger;
using Azure.Data.Tables;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>Keys and rows of a gate: <c>a-…</c> is in, <c>q-…</c> waits, in order of claim time.</summary>
internal static class GateRows
{
    public const string State = "state";
    public const string Made = "Made";
    private const string InPrefix = "a-";
    private const string WaitingPrefix = "q-";

    public static string Partition(string account) => $"gate-{account.ToLowerInvariant()}";

    public static string In(string place) => InPrefix + place;

    public static string Waiting(string place) => WaitingPrefix + place;

    /// <summary>A run's place in the order; the same whether it waits or is in.</summary>
    public const string Workload = "Workload";

    public static TableEntity WaitingRow(string account, string place, string? workload)
    {
        TableEntity row = new(Partition(account), Waiting(place));
        if (workload is not null)
        {
            row[Workload] = workload;
        }

        return row;
    }

    public static string? WorkloadOf(TableEntity row) => row.GetString(Workload);

    public static string Place(LedgerKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.CreatedAt.UtcTicks:D19}-{key.Id}");

    public static string PlaceOf(TableEntity row) => row.RowKey[InPrefix.Length..];

    public static LedgerKey KeyOf(TableEntity row)
    {
        string place = PlaceOf(row);
        int dash = place.IndexOf('-', StringComparison.Ordinal);
        return new LedgerKey(place[(dash + 1)..], new DateTimeOffset(long.Parse(place[..dash], CultureInfo.InvariantCulture), TimeSpan.Zero));
    }

    public static bool IsMade(TableEntity row) => row.GetBoolean(Made) == true;

    public static string AllIn(string account) => Range(account, InPrefix);

    public static string AllWaiting(string account) => Range(account, WaitingPrefix);

    /// <summary>Both: no other row lies between them.</summary>
    public static string All(string account) => Range(account, InPrefix, WaitingPrefix);

    private static string Range(string account, string prefix) => Range(account, prefix, prefix);

    // The hyphen is followed by digits; the dot comes after the hyphen in ordinal order.
    private static string Range(string account, string first, string last) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {Partition(account)} and RowKey gt {first} and RowKey lt {last[0] + "."}");
}
