using Autobatch.Functions.Ledger;

namespace Autobatch.Functions.Packages;

/// <summary>One dropped <c>default.txt</c>.</summary>
/// <param name="Id">Its id, after the blob's version.</param>
/// <param name="CreatedAt">When it was claimed.</param>
/// <param name="Account">The Batch account.</param>
/// <param name="Container">The blob's container.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="ApplicationId">The application.</param>
internal sealed record DefaultVersionInput(string Id, DateTimeOffset CreatedAt, string Account, string Container, string Name, string ApplicationId)
{
    public LedgerKey Key() => new(Id, CreatedAt);
}
