using System.Text.Json;

namespace Autobatch.Accounts.Doctor;

/// <summary>An Event Grid subscription as Resource Manager tells it, as far as new blobs go. What it does not tell is empty.</summary>
public sealed record EventSubscription
{
    private const string BlobCreated = "Microsoft.Storage.BlobCreated";
    private const string Door = "/runtime/webhooks/blobs";

    /// <summary>Its resource id.</summary>
    public string Id { get; private init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Such as <c>Succeeded</c>, <c>Failed</c> or <c>AwaitingManualAction</c>.</summary>
    public string State { get; private init; } = "";

    /// <summary>Types of the events that it delivers; none means all.</summary>
    public IReadOnlyList<string> Types { get; private init; } = [];

    /// <summary>What a subject must begin with, any of these; none means anything.</summary>
    public IReadOnlyList<string> Begins { get; private init; } = [];

    /// <summary>What a subject must end with.</summary>
    public string Ends { get; private init; } = "";

    /// <summary>Such as <c>WebHook</c> or <c>StorageQueue</c>.</summary>
    public string EndpointType { get; private init; } = "";

    /// <summary>A webhook's address, without its query; null for other endpoints.</summary>
    public Uri? Url { get; private init; }

    /// <summary>A storage queue's name.</summary>
    public string Queue { get; private init; } = "";

    /// <summary>Reads one item of a list.</summary>
    public static EventSubscription Read(JsonElement item)
    {
        JsonElement properties = Inner(item, "properties");
        JsonElement filter = Inner(properties, "filter");

        // A subscription that delivers by an identity has its destination there, and none of the plain kind.
        JsonElement destination = Inner(Inner(properties, "deliveryWithResourceIdentity"), "destination") is { ValueKind: JsonValueKind.Object } byIdentity
            ? byIdentity : Inner(properties, "destination");
        JsonElement endpoint = Inner(destination, "properties");
        return new EventSubscription
        {
            Id = Text(item, "id"),
            Name = Text(item, "name") is { Length: > 0 } name ? name : "without a name",
            State = Text(properties, "provisioningState"),
            Types = Texts(filter, "includedEventTypes"),
            Begins = Text(filter, "subjectBeginsWith") is { Length: > 0 } begin ? [begin] : AdvancedBegins(filter),
            Ends = Text(filter, "subjectEndsWith"),
            EndpointType = Text(destination, "endpointType"),
            Url = Uri.TryCreate(Text(endpoint, "endpointBaseUrl"), UriKind.Absolute, out Uri? url) ? url : null,
            Queue = Text(endpoint, "queueName"),
        };
    }

    /// <summary>Why it tells the app of no new blob at all; null when it tells of some.</summary>
    public string? Silence(EventsWanted wanted) =>
        State != "Succeeded" ? $"'{Name}' is {(State.Length == 0 ? "in no known state" : State)}"
        : Types.Count > 0 && !Types.Contains(BlobCreated, StringComparer.OrdinalIgnoreCase) ? $"'{Name}' leaves {BlobCreated} out"
        : !Reaches(wanted) ? $"'{Name}' delivers to {Where()}, which is not where this app listens"
        : null;

    /// <summary>Whether every new blob of a container passes its filter.</summary>
    public bool Covers(string container)
    {
        string subject = $"/blobServices/default/containers/{container}/blobs/";
        return Ends.Length == 0 && (Begins.Count == 0 || Begins.Any(begin => subject.StartsWith(begin, StringComparison.OrdinalIgnoreCase)));
    }

    private bool Reaches(EventsWanted wanted) => EndpointType switch
    {
        "WebHook" => Url is { } url && url.AbsolutePath.TrimEnd('/').Equals(Door, StringComparison.OrdinalIgnoreCase) && !IsSibling(url.Host, wanted.Host),
        "StorageQueue" => Queue.Equals(wanted.Queue, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Whether two hosts are different apps of one platform. Of a domain of its own nobody can tell whose it is.</summary>
    private static bool IsSibling(string host, string? own) =>
        own is not null && !host.Equals(own, StringComparison.OrdinalIgnoreCase) && Platform(host).Equals(Platform(own), StringComparison.OrdinalIgnoreCase);

    private static string Platform(string host) => string.Join('.', host.Split('.')[^Math.Min(2, host.Split('.').Length)..]);

    private string Where() => Url is { } url ? $"{url.Authority}{url.AbsolutePath}"
        : Queue.Length > 0 ? $"the queue '{Queue}'"
        : EndpointType.Length > 0 ? $"an endpoint of the type {EndpointType}" : "an unknown endpoint";

    private static string[] AdvancedBegins(JsonElement filter) =>
    [
        .. Items(filter, "advancedFilters")
            .Where(f => Text(f, "operatorType") == "StringBeginsWith" && Text(f, "key").Equals("subject", StringComparison.OrdinalIgnoreCase))
            .SelectMany(f => Texts(f, "values")),
    ];

    private static JsonElement[] Items(JsonElement parent, string name) =>
        Inner(parent, name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static string[] Texts(JsonElement parent, string name) => [.. Items(parent, name).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)];

    private static string Text(JsonElement parent, string name) => Inner(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement Inner(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : default;
}
