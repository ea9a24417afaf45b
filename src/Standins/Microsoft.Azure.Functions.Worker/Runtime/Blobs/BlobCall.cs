using Azure.Storage.Blobs;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>The blob that started an invocation.</summary>
internal sealed record BlobCall(BlobContainerClient Container, string Name, IReadOnlyDictionary<string, string> Parts)
{
    public string Path => $"{Container.Name}/{Name}";
}
