using Azure.ResourceManager.Batch.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>An application package on the wire.</summary>
internal sealed record PackageBody(
    string? Id, string? Name, string? Etag, IReadOnlyDictionary<string, string>? Tags, PackageBody.PackageProperties? Properties)
{
    internal sealed record PackageProperties(
        BatchApplicationPackageState? State, string? Format, Uri? StorageUrl, DateTimeOffset? StorageUrlExpiry, DateTimeOffset? LastActivationTime);

    public static PackageBody From(BatchApplicationPackageData data) =>
        new(null, null, null, data.Tags.Count == 0 ? null : new Dictionary<string, string>(data.Tags), null);
}
