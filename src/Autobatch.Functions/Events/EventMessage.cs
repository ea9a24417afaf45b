using System.Text.Json;

namespace Autobatch.Functions.Events;

/// <summary>
/// Reads a message of the event queue: one event or a list of them, each in the Event Grid schema or as CloudEvents 1.0. Whatever else it is, it comes
/// back as something that cannot be read, with the reason.
/// </summary>
internal static class EventMessage
{
    private const string Created = "Microsoft.Storage.BlobCreated";
    private const string OfStorage = "Microsoft.Storage.";
    private const string Containers = "/blobServices/default/containers/";
    private const string Blobs = "/blobs/";
    private const int LongestContainer = 63;
    private const int LongestBlob = 1024;

    public static IReadOnlyList<QueuedEvent> Read(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            return [QueuedEvent.Unreadable($"It is no JSON (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).", System.Text.Encoding.UTF8.GetString(utf8.Span))];
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(One)]
                : [One(document.RootElement)];
        }
    }

    private static QueuedEvent One(JsonElement json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // Half a surrogate pair, which is JSON and no text.
            return QueuedEvent.Unreadable("It holds text that is none.", json.GetRawText());
        }
    }

    private static QueuedEvent Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Bad("It is no event: an event is a JSON object.");
        }

        string? type = Text(json, "eventType") ?? Text(json, "type");
        if (type != Created)
        {
            return type?.StartsWith(OfStorage, StringComparison.Ordinal) == true ? QueuedEvent.PassedOver
                : Bad(type is null ? "It has no eventType, and no type." : $"Its type is '{Cut(type)}' and not {Created}.");
        }

        JsonElement data = json.TryGetProperty("data", out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : default;
        if (StorageOf(json, data) is not { } storage)
        {
            return Bad("Neither its topic (or source) nor data.url names a storage account.");
        }

        if (BlobOf(Text(json, "subject") ?? "") is not var (container, name))
        {
            return Bad($"Its subject is not {Containers}{{container}}{Blobs}{{blob}}.");
        }

        return new QueuedEvent(storage, container, name, Text(data, "eTag"));

        QueuedEvent Bad(string fault) => QueuedEvent.Unreadable(fault, json.GetRawText());
    }

    // …/providers/Microsoft.Storage/storageAccounts/{name}; without it, the first part of the blob's host, or of its path on one machine.
    private static string? StorageOf(JsonElement json, JsonElement data)
    {
        string[] topic = (Text(json, "topic") ?? Text(json, "source") ?? "").Split('/');
        int at = Array.FindIndex(topic, part => part.Equals("storageAccounts", StringComparison.OrdinalIgnoreCase));
        if (at >= 0 && at + 1 < topic.Length && topic[at + 1].Length > 0)
        {
            return topic[at + 1];
        }

        return Uri.TryCreate(Text(data, "url"), UriKind.Absolute, out Uri? url) && url.HostNameType == UriHostNameType.Dns && url.Host.Contains('.', StringComparison.Ordinal)
            ? url.Host[..url.Host.IndexOf('.', StringComparison.Ordinal)]
            : url?.Segments is [_, { Length: > 1 } account, ..] ? account.TrimEnd('/') : null;
    }

    private static (string Container, string Name)? BlobOf(string subject)
    {
        if (!subject.StartsWith(Containers, StringComparison.Ordinal))
        {
            return null;
        }

        int end = subject.IndexOf(Blobs, Containers.Length, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        string container = subject[Containers.Length..end];
        string name = subject[(end + Blobs.Length)..];
        return container.Length is >= 3 and <= LongestContainer && container.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '$')
            && name.Length is >= 1 and <= LongestBlob && !name.Any(char.IsControl)
            ? (container, name)
            : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Cut(string text) => text.Length > 100 ? text[..100] : text;
}
