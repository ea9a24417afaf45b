namespace Autobatch.Testing;

/// <summary>Rows of the app's ledger.</summary>
public static class LedgerFilter
{
    /// <summary>Whether a row is of a run: the audit's counts, the history of pools and the state of accounts' gates belong to none.</summary>
    public static bool IsOfARun(string partition, string row) =>
        partition != "audit" && !partition.StartsWith("pools-", StringComparison.Ordinal) && (!partition.StartsWith("gate-", StringComparison.Ordinal) || row != "state");
}
