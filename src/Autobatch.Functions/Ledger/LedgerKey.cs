namespace Autobatch.Functions.Ledger;

/// <summary>Where a row is: by id, and by time in the index.</summary>
internal readonly record struct LedgerKey(string Id, DateTimeOffset CreatedAt)
{
    public const string EntryRow = "entry";
    public const string IndexPartition = "index";
    public const string OpenPartition = "open";
    public const string PurgedPartition = "purged";

    /// <summary>Newest first in ordinal order.</summary>
    public string IndexRow => $"{IndexRowAt(CreatedAt)}-{Id}";

    /// <summary>What index rows of runs created after that time come before.</summary>
    public static string IndexRowAt(DateTimeOffset time) => $"{DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks:D19}";
}
