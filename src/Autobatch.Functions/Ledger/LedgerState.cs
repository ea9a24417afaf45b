namespace Autobatch.Functions.Ledger;

/// <summary>States of a ledger row: <c>claimed → scheduled → done</c>, or <c>claimed → rejected</c>.</summary>
internal static class LedgerState
{
    /// <summary>Somebody took it; its orchestration may not be scheduled yet.</summary>
    public const string Claimed = "claimed";

    /// <summary>Its orchestration exists.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>It has ended.</summary>
    public const string Done = "done";

    /// <summary>It never became anything.</summary>
    public const string Rejected = "rejected";

    public static bool IsSettled(string state) => state is Done or Rejected;
}
