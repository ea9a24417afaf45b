using Azure.Core;
using Azure.ResourceManager.Batch.Models;
using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>One version of an application as ARM shows it.</summary>
public class BatchApplicationPackageData : ResourceData
{
    /// <summary>A version to be made; the service sets everything but the tags.</summary>
    public BatchApplicationPackageData()
    {
    }

    internal BatchApplicationPackageData(PackageBody body, ResourceIdentifier asked)
        : base(body.Id is null ? asked : new ResourceIdentifier(body.Id), body.Name ?? asked.Name, BatchApplicationPackageResource.ResourceType, null)
    {
        State = body.Properties?.State;
        Format = body.Properties?.Format;
        StorageUri = body.Properties?.StorageUrl;
        StorageUriExpireOn = body.Properties?.StorageUrlExpiry;
        LastActivatedOn = body.Properties?.LastActivationTime;
        ETag = body.Etag is null ? null : new ETag(body.Etag);
        Tags = body.Tags is null ? new Dictionary<string, string>() : new Dictionary<string, string>(body.Tags);
    }

    /// <summary>Pending until activated.</summary>
    public BatchApplicationPackageState? State { get; }

    /// <summary>Such as <c>zip</c>; null until activated.</summary>
    public string? Format { get; }

    /// <summary>Where to put the package, <b>with a SAS that writes</b>: a secret while it lasts.</summary>
    public Uri? StorageUri { get; }

    /// <summary>When that SAS ends; a further Get makes a new one.</summary>
    public DateTimeOffset? StorageUriExpireOn { get; }

    /// <summary>When the package was activated the last time.</summary>
    public DateTimeOffset? LastActivatedOn { get; }

    /// <summary>Changes with the package.</summary>
    public ETag? ETag { get; }

    /// <summary>The package's tags.</summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();
}
