using System.Text.Json.Serialization;

namespace Autobatch.Batch;

/// <summary>One page on the wire.</summary>
internal sealed record ListBody<T>
{
    public IReadOnlyList<T>? Value { get; init; }

    [JsonPropertyName("odata.nextLink")]
    public string? NextLink { get; init; }
}
