using Autobatch.Functions.Storage;
using Autobatch.Planning;

namespace Autobatch.Functions.Explaining;

/// <summary>URLs without any credential, to be shown.</summary>
internal sealed class PlainUrls(HomeStorage storage) : IStorageUrls
{
    public string Blob(string container, string blob) => storage.Container(container).GetBlobClient(blob).Uri.AbsoluteUri;

    public string BlobForReading(string container, string blob) => Blob(container, blob);

    public string Container(string container) => storage.Container(container).Uri.AbsoluteUri;

    public string ContainerForWriting(string container) => Container(container);
}
