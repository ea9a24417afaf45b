using System.Text.Json;
using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Histories;

/// <summary>A recorded history: one event of the Durable Task Framework a line, as JSON.</summary>
internal static class HistoryFile
{
    public const string Extension = ".jsonl";

    public static string ToText(IEnumerable<HistoryEvent> history) =>
        string.Concat(history.Select(item => HistoryJson.Write(WithoutStack(item)) + "\n"));

    /// <exception cref="InvalidDataException">A line is no event; the message names file and line.</exception>
    public static IReadOnlyList<HistoryEvent> Read(string path) =>
        [.. File.ReadLines(path).Select((line, index) => Parse(line, $"{Path.GetFileName(path)}, line {index + 1}"))];

    private static HistoryEvent Parse(string line, string where)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return HistoryJson.Read(json.RootElement.GetProperty(nameof(HistoryEvent.EventType)).GetString() ?? "", line);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{where} is no event of a history: {error.Message}", error);
        }
    }

    // Stacks name the machine that recorded, and no orchestrator may depend on one.
    private static HistoryEvent WithoutStack(HistoryEvent item) => item switch
    {
        TaskFailed failed => failed with { FailureDetails = WithoutStack(failed.FailureDetails)! },
        SubOrchestrationInstanceFailed failed => failed with { FailureDetails = WithoutStack(failed.FailureDetails)! },
        ExecutionCompleted completed => completed with { FailureDetails = WithoutStack(completed.FailureDetails) },
        _ => item,
    };

    private static FailureRecord? WithoutStack(FailureRecord? failure) =>
        failure is null ? null : failure with { StackTrace = null, InnerFailure = WithoutStack(failure.InnerFailure) };
}
