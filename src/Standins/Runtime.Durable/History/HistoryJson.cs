using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autobatch.Standins.Runtime.Durable.History;

/// <summary>Writes events and reads them back by their type's name: the one table of the names that a history may hold.</summary>
internal static class HistoryJson
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new(StringComparer.Ordinal)
    {
        [nameof(OrchestratorStarted)] = HistoryJsonContext.Default.OrchestratorStarted,
        [nameof(OrchestratorCompleted)] = HistoryJsonContext.Default.OrchestratorCompleted,
        [nameof(ExecutionStarted)] = HistoryJsonContext.Default.ExecutionStarted,
        [nameof(ExecutionCompleted)] = HistoryJsonContext.Default.ExecutionCompleted,
        [nameof(ContinueAsNew)] = HistoryJsonContext.Default.ContinueAsNew,
        [nameof(ExecutionTerminated)] = HistoryJsonContext.Default.ExecutionTerminated,
        [nameof(ExecutionSuspended)] = HistoryJsonContext.Default.ExecutionSuspended,
        [nameof(ExecutionResumed)] = HistoryJsonContext.Default.ExecutionResumed,
        [nameof(TaskScheduled)] = HistoryJsonContext.Default.TaskScheduled,
        [nameof(TaskCompleted)] = HistoryJsonContext.Default.TaskCompleted,
        [nameof(TaskFailed)] = HistoryJsonContext.Default.TaskFailed,
        [nameof(SubOrchestrationInstanceCreated)] = HistoryJsonContext.Default.SubOrchestrationInstanceCreated,
        [nameof(SubOrchestrationInstanceCompleted)] = HistoryJsonContext.Default.SubOrchestrationInstanceCompleted,
        [nameof(SubOrchestrationInstanceFailed)] = HistoryJsonContext.Default.SubOrchestrationInstanceFailed,
        [nameof(TimerCreated)] = HistoryJsonContext.Default.TimerCreated,
        [nameof(TimerFired)] = HistoryJsonContext.Default.TimerFired,
        [nameof(EventSent)] = HistoryJsonContext.Default.EventSent,
        [nameof(EventRaised)] = HistoryJsonContext.Default.EventRaised,
    };

    public static string Write(HistoryEvent item) => JsonSerializer.Serialize(item, Types[item.EventType]);

    /// <exception cref="InvalidDataException">The row is of an unknown type or no JSON of its type.</exception>
    public static HistoryEvent Read(string eventType, string json)
    {
        if (!Types.TryGetValue(eventType, out JsonTypeInfo? type))
            throw new InvalidDataException($"The history holds an event of the unknown type '{eventType}'.");
        try
        {
            return (HistoryEvent)JsonSerializer.Deserialize(json, type)!;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The history holds a damaged {eventType} event: {error.Message}", error);
        }
    }
}
