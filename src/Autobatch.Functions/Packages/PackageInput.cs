using Autobatch.Functions.Ledger;
using Autobatch.Packages;

namespace Autobatch.Functions.Packages;

/// <summary>One registration.</summary>
/// <param name="Id">Its id, after the blob's version.</param>
/// <param name="CreatedAt">When it was claimed.</param>
/// <param name="Account">The Batch account.</param>
/// <param name="Container">The zip's container.</param>
/// <param name="Name">The zip's name.</param>
/// <param name="ETag">The zip's version.</param>
/// <param name="Bytes">The zip's size.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The version to register.</param>
internal sealed record PackageInput(
    string Id, DateTimeOffset CreatedAt, string Account, string Container, string Name, string ETag, long Bytes, string ApplicationId, string Version)
{
    public static string Instance(string id) => $"package-{id}";

    public LedgerKey Key() => new(Id, CreatedAt);

    public PackageName Package() => new(ApplicationId, Version);

    public string Blob() => $"{Container}/{Name}";
}
