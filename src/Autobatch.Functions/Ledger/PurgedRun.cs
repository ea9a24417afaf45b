namespace Autobatch.Functions.Ledger;

/// <summary>The tombstone of a run that came by HTTP.</summary>
internal sealed record PurgedRun(string Id, DateTimeOffset PurgedAt);
