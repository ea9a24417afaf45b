using System.Text.Json.Serialization;

namespace Autobatch.Functions.Events;

/// <summary>A message of the blob triggers' poison queue, in the host's words.</summary>
internal sealed record PoisonBlob
{
    [JsonPropertyName("FunctionId")]
    public string? FunctionId { get; init; }

    [JsonPropertyName("ContainerName")]
    public string? ContainerName { get; init; }

    [JsonPropertyName("BlobName")]
    public string? BlobName { get; init; }

    [JsonPropertyName("ETag")]
    public string? ETag { get; init; }

    /// <summary>Only the local host tells.</summary>
    [JsonPropertyName("Reason")]
    public string? Reason { get; init; }
}
