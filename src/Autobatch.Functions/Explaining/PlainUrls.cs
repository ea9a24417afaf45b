using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Explaining;

/// <summary>URLs without any credential, to be shown.</summary>
internal sealed class PlainUrls(HomeStorage storage, ContainerForm form, RunPackageFiles? packages) : IStorageUrls
{
    public string Blob(string container, string blob) => storage.Container(container).GetBlobClient(blob).Uri.AbsoluteUri;

    public string BlobForReading(string container, string blob) => Blob(container, blob);

    public string Container(string container) => storage.Container(container).Uri.AbsoluteUri;

    public ContainerAccess ContainerForReading(string container) =>
        form.Kind == ContainerFormKind.Name ? ContainerAccess.ByName : new ContainerAccess(Container(container), form.Identity);

    public string? StagedPackage(PackageReference package) => packages?.Find(package);

    public string ContainerForWriting(string container) => Container(container);
}
