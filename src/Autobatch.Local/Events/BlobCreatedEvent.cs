using System.Text.Json.Serialization;
using Autobatch.Azurite;

namespace Autobatch.Local.Events;

/// <summary>One event in the Event Grid schema, as Azure Storage sends it.</summary>
internal sealed record BlobCreatedEvent(
    string Topic, string Subject, string EventType, string Id, DateTimeOffset EventTime, string DataVersion, string MetadataVersion, BlobCreatedData Data)
{
    /// <param name="written">The blob.</param>
    /// <param name="properties">Its version, as one HEAD told.</param>
    /// <param name="time">When the event is made.</param>
    public static BlobCreatedEvent For(BlobWritten written, WrittenBlobProperties properties, DateTimeOffset time) => new(
        $"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/{written.Account}",
        $"/blobServices/default/containers/{written.Container}/blobs/{written.Name}",
        "Microsoft.Storage.BlobCreated",
        Guid.NewGuid().ToString(),
        time,
        string.Empty,
        "1",
        new BlobCreatedData("PutBlob", properties.ETag, properties.ContentType, properties.Size, properties.BlobType, properties.Url));
}

/// <summary>What the event tells of the blob.</summary>
internal sealed record BlobCreatedData(
    string Api, [property: JsonPropertyName("eTag")] string ETag, string ContentType, long ContentLength, string BlobType, Uri Url);

/// <summary>What one HEAD tells.</summary>
internal sealed record WrittenBlobProperties(string ETag, long Size, string ContentType, string BlobType, Uri Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlobCreatedEvent))]
[JsonSerializable(typeof(BlobCreatedEvent[]))]
internal sealed partial class EventJson : JsonSerializerContext;
