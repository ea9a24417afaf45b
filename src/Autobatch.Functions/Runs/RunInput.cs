using Autobatch.Functions.Ledger;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Which run; its manifest is a blob of the app's own storage.</summary>
internal sealed record RunInput(string RunId, DateTimeOffset CreatedAt, string Sha256, string? Container, string? Name, string? ETag)
{
    public static RunInput Of(LedgerEntry entry) => new(entry.Id, entry.CreatedAt, entry.Sha256!, entry.Container, entry.Name, entry.ETag);

    public LedgerKey Key() => new(RunId, CreatedAt);

    public TriggerInfo? Trigger() => Container is null ? null : new TriggerInfo(Container, Name!, ETag!);
}
