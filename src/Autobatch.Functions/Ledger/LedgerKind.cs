namespace Autobatch.Functions.Ledger;

/// <summary>What a ledger row is about.</summary>
internal static class LedgerKind
{
    public const string Run = "run";
    public const string Package = "package";
    public const string Input = "input";
    public const string Workload = "workload";
}
