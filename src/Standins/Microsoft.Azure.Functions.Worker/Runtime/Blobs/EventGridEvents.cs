using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Reads events in the Event Grid schema. Whatever is wrong is a <see cref="FormatException"/> that names the event.</summary>
internal static class EventGridEvents
{
    private const string BlobCreated = "Microsoft.Storage.BlobCreated";
    private const string Containers = "/blobServices/default/containers/";
    private const string Blobs = "/blobs/";
    private const int LongestBlobName = 1024;

    public static string ReadValidationCode(JsonElement body)
    {
        JsonElement first = Events(body).FirstOrDefault();
        return first.ValueKind == JsonValueKind.Object && first.TryGetProperty("data", out JsonElement data)
            && Text(data, "validationCode") is { Length: > 0 } code
                ? code
                : throw new FormatException("the validation event has no data.validationCode");
    }

    /// <summary>The blobs of BlobCreated events; events of other types are passed over, as the real host does.</summary>
    public static List<BlobEvent> ReadBlobsCreated(JsonElement body)
    {
        var blobs = new List<BlobEvent>();
        int index = 0;
        foreach (JsonElement e in Events(body))
        {
            if (e.ValueKind != JsonValueKind.Object) throw new FormatException($"event {index} is no object");
            if ((Text(e, "eventType") ?? throw new FormatException($"event {index} has no eventType")) == BlobCreated)
                blobs.Add(ReadBlob(e, index));
            index++;
        }

        return blobs;
    }

    private static BlobEvent ReadBlob(JsonElement e, int index)
    {
        string subject = Text(e, "subject") ?? throw new FormatException($"event {index} has no subject");
        int split = subject.StartsWith(Containers, StringComparison.Ordinal)
            ? subject.IndexOf(Blobs, Containers.Length, StringComparison.Ordinal)
            : -1;
        if (split < 0) throw new FormatException($"the subject of event {index} is not {Containers}{{container}}{Blobs}{{blob}}");
        string container = subject[Containers.Length..split];
        string blob = subject[(split + Blobs.Length)..];
        if (container.Length == 0 || blob.Length is 0 or > LongestBlobName)
            throw new FormatException($"the subject of event {index} names no blob");
        string etag = e.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object
            ? Text(data, "eTag") ?? ""
            : throw new FormatException($"event {index} has no data");
        return new BlobEvent("", container, blob, etag.Trim('"'));
    }

    private static JsonElement.ArrayEnumerator Events(JsonElement body) => body.ValueKind == JsonValueKind.Array
        ? body.EnumerateArray()
        : throw new FormatException("the body must be an array of events");

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>The answer to the validation handshake.</summary>
internal sealed record ValidationAnswer(string ValidationResponse);

[JsonSerializable(typeof(ValidationAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EventGridJson : JsonSerializerContext;
