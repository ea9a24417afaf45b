using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>The version of a zip that a run was given together with its package.</summary>
/// <param name="Storage">The zip's storage account; null for the primary one.</param>
/// <param name="Container">Its container.</param>
/// <param name="Name">Its name.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Expected">What it must hash to; null when any content is taken.</param>
internal sealed record PinnedSource(string? Storage, string Container, string Name, string ETag, long Bytes, string? Expected)
{
    /// <summary>Where the zip lies, as people read it.</summary>
    public string Blob() => $"{new HomeContainer(Storage, Container)}/{Name}";

    /// <summary>A claim on doing something with it as a version of an application in an account.</summary>
    public LedgerEntry Claim(string id, string applicationId, string version, string account, DateTimeOffset now) => new()
    {
        Id = id,
        Kind = LedgerKind.Package,
        State = LedgerState.Claimed,
        Status = RunStatus.Pending,
        CreatedAt = now,
        Storage = Storage,
        Container = Container,
        Name = Name,
        ETag = ETag,
        Package = $"{applicationId}/{version}",
        Account = account,
    };
}
