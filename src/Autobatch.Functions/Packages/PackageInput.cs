using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
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
/// <param name="Storage">The zip's storage account; null for the primary one.</param>
/// <param name="Expected">What the zip must hash to; null when any content is taken.</param>
/// <param name="ByManifest">Whether a manifest brings the zip, which then nobody drops again.</param>
/// <param name="StageIn">The storage account in which it is staged as a resource file; null when it is registered.</param>
internal sealed record PackageInput(
    string Id, DateTimeOffset CreatedAt, string Account, string Container, string Name, string ETag, long Bytes, string ApplicationId, string Version,
    string? Storage = null, string? Expected = null, bool ByManifest = false, string? StageIn = null)
{
    public static string Instance(string id) => $"package-{id}";

    public LedgerKey Key() => new(Id, CreatedAt);

    public PackageName Package() => new(ApplicationId, Version);

    public string Blob() => $"{new HomeContainer(Storage, Container)}/{Name}";

    /// <summary>What is wrong when the zip is no longer the one that was to be read.</summary>
    public FaultException Changed() => ByManifest
        ? new FaultException(ErrorCodes.InputChanged, $"{Blob()} was deleted or overwritten before it was read. Start the run again.")
        : new FaultException(ErrorCodes.PackageRegistrationFailed, "The zip was deleted or overwritten before it was read; a new version of it is registered by itself.");
}
