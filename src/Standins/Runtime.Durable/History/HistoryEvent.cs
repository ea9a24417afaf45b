using System.Text.Json.Serialization;

namespace Autobatch.Standins.Runtime.Durable.History;

/// <summary>
/// One row of an instance's history, with the Durable Task Framework's event and property names. Events that answer another one have
/// the id -1 and point at it.
/// </summary>
internal abstract record HistoryEvent
{
    [JsonPropertyOrder(-4)]
    public int EventId { get; init; } = -1;

    /// <summary>The framework's name of the event; also the column beside the JSON.</summary>
    [JsonPropertyOrder(-3)]
    public abstract string EventType { get; }

    /// <summary>The framework's marker of replayed events; always false on disk.</summary>
    [JsonPropertyOrder(-2)]
    public bool IsPlayed { get; init; }

    [JsonPropertyOrder(-1)]
    public DateTime Timestamp { get; init; }
}
