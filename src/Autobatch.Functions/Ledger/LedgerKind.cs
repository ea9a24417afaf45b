namespace Autobatch.Functions.Ledger;

/// <summary>What a ledger row is about.</summary>
public static class LedgerKind
{
    public const string Run = "run";
    public const string Package = "package";
}
