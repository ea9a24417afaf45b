using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Scheduling;

/// <summary>What a task's end does to its job.</summary>
internal enum JobAction
{
    None,
    Disable,
    Terminate,
}

/// <summary>What a task's end does to others.</summary>
/// <param name="Satisfies">Whether dependents may run.</param>
/// <param name="Action">What happens to the job, when its onTaskFailure says so.</param>
internal readonly record struct ExitEffect(bool Satisfies, JobAction Action);

/// <summary>The exitConditions of a task (FACTS C.3): an exact code, then ranges, then the kind of error, then the default.</summary>
internal static class ExitConditions
{
    /// <summary>The effect of an end.</summary>
    public static ExitEffect Decide(JsonElement task, int? exitCode, TaskFailure? failure)
    {
        var conditions = task.Property("exitConditions");
        var options = conditions is { } given ? Match(given, exitCode, failure) : null;
        var success = failure is null;
        var satisfies = options?.Property("dependencyAction") is { } dependency ? Is(dependency, "satisfy") : success;
        var action = options?.Property("jobAction") is { } job ? Action(job) : success ? JobAction.None : JobAction.Terminate;
        return new(satisfies, action);
    }

    private static JsonElement? Match(JsonElement conditions, int? exitCode, TaskFailure? failure)
    {
        if (exitCode is { } code)
        {
            foreach (var mapping in conditions.Property("exitCodes").Items())
            {
                if (mapping.Property("code")?.GetInt32() == code)
                {
                    return mapping.Property("exitOptions");
                }
            }

            foreach (var mapping in conditions.Property("exitCodeRanges").Items())
            {
                if (mapping.Property("start")?.GetInt32() <= code && code <= mapping.Property("end")?.GetInt32())
                {
                    return mapping.Property("exitOptions");
                }
            }
        }

        if (failure is null)
        {
            return null;
        }

        var kind = failure.Code.StartsWith("FileUpload", StringComparison.Ordinal) ? "fileUploadError"
            : exitCode is null && failure.Code != "TaskEnded" ? "preProcessingError"
            : "default";
        return conditions.Property(kind) ?? conditions.Property("default");
    }

    private static JobAction Action(JsonElement action) =>
        Is(action, "terminate") ? JobAction.Terminate : Is(action, "disable") ? JobAction.Disable : JobAction.None;

    private static bool Is(JsonElement? element, string value) => element.Is(value);
}
