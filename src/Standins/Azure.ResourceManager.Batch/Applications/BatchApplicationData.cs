using Azure.Core;
using Azure.ResourceManager.Models;

namespace Azure.ResourceManager.Batch;

/// <summary>An application as ARM shows it, and what is sent to make or change one.</summary>
public class BatchApplicationData : ResourceData
{
    /// <summary>An application to be made or changed; what stays null is left to the service.</summary>
    public BatchApplicationData()
    {
    }

    internal BatchApplicationData(ApplicationBody body, ResourceIdentifier asked)
        : base(body.Id is null ? asked : new ResourceIdentifier(body.Id), body.Name ?? asked.Name, BatchApplicationResource.ResourceType, null)
    {
        DisplayName = body.Properties?.DisplayName;
        AllowUpdates = body.Properties?.AllowUpdates;
        DefaultVersion = body.Properties?.DefaultVersion;
        ETag = body.Etag is null ? null : new ETag(body.Etag);
        Tags = body.Tags is null ? new Dictionary<string, string>() : new Dictionary<string, string>(body.Tags);
    }

    /// <summary>A name for people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Whether a version may be overwritten.</summary>
    public bool? AllowUpdates { get; set; }

    /// <summary>The version that a reference without one means; it must exist and be active.</summary>
    public string? DefaultVersion { get; set; }

    /// <summary>Changes with the application.</summary>
    public ETag? ETag { get; }

    /// <summary>The application's tags.</summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();
}
