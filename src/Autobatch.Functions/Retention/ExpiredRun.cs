using Autobatch.Functions.Ledger;

namespace Autobatch.Functions.Retention;

/// <summary>A run that something is due of.</summary>
internal sealed record ExpiredRun(string Id, DateTimeOffset CreatedAt, PurgeScope Scope)
{
    public LedgerKey Key() => new(Id, CreatedAt);
}
