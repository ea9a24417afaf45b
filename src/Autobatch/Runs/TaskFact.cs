using System.Text.Json;

namespace Autobatch.Runs;

/// <summary>What decides about a task's dependents.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Completed">Whether its state is <c>completed</c>.</param>
/// <param name="ExitCode">The exit code; null when the process never ended by itself.</param>
/// <param name="FailureCode">The code of <c>failureInfo</c>; null without one.</param>
/// <param name="DependsOnIds">Ids of <c>dependsOn.taskIds</c>.</param>
/// <param name="DependsOnRanges">Inclusive ranges of <c>dependsOn.taskIdRanges</c>.</param>
/// <param name="ExitConditions">The task's <c>exitConditions</c>, when it has any.</param>
public sealed record TaskFact(
    string Id,
    bool Completed,
    int? ExitCode,
    string? FailureCode,
    IReadOnlyList<string> DependsOnIds,
    IReadOnlyList<(int Start, int End)> DependsOnRanges,
    JsonElement? ExitConditions)
{
    /// <summary>Reads a task as the data plane lists it (id, state, executionInfo, dependsOn, exitConditions).</summary>
    public static TaskFact From(JsonElement task)
    {
        JsonElement info = Property(task, "executionInfo");
        JsonElement dependsOn = Property(task, "dependsOn");
        JsonElement failure = Property(info, "failureInfo");
        JsonElement exitCode = Property(info, "exitCode");
        JsonElement conditions = Property(task, "exitConditions");
        return new TaskFact(
            task.GetProperty("id").GetString()!,
            string.Equals(Property(task, "state") is { ValueKind: JsonValueKind.String } state ? state.GetString() : null, "completed", StringComparison.OrdinalIgnoreCase),
            exitCode.ValueKind == JsonValueKind.Number ? exitCode.GetInt32() : null,
            Property(failure, "code") is { ValueKind: JsonValueKind.String } code ? code.GetString() : null,
            [.. Items(dependsOn, "taskIds").Select(i => i.GetString()!)],
            [.. Items(dependsOn, "taskIdRanges").Select(r => (r.GetProperty("start").GetInt32(), r.GetProperty("end").GetInt32()))],
            conditions.ValueKind == JsonValueKind.Object ? conditions.Clone() : null);
    }

    private static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
}
