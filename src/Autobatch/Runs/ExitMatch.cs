using System.Text.Json;

namespace Autobatch.Runs;

/// <summary>Finds which of a task's <c>exitConditions</c> its end falls under: an exact exit code, then a range, then the kind of error, then the default (FACTS C.3).</summary>
/// <param name="Condition">The condition's name; null when none applies.</param>
/// <param name="Options">Its <c>exitOptions</c>.</param>
internal readonly record struct ExitMatch(string? Condition, JsonElement? Options)
{
    public const string PreProcessingError = "preProcessingError";
    public const string FileUploadError = "fileUploadError";
    private const string Default = "default";

    public static ExitMatch Of(int? exitCode, string? failureCode, JsonElement? given)
    {
        if (given is not { ValueKind: JsonValueKind.Object } conditions)
        {
            return default;
        }

        if (exitCode is { } code)
        {
            foreach (JsonElement exact in Items(conditions, "exitCodes"))
            {
                if (exact.GetProperty("code").GetInt32() == code)
                {
                    return new ExitMatch("exitCodes", exact.GetProperty("exitOptions"));
                }
            }

            foreach (JsonElement range in Items(conditions, "exitCodeRanges"))
            {
                if (range.GetProperty("start").GetInt32() <= code && code <= range.GetProperty("end").GetInt32())
                {
                    return new ExitMatch("exitCodeRanges", range.GetProperty("exitOptions"));
                }
            }
        }

        return Kind(exitCode, failureCode) is { } named && conditions.TryGetProperty(named, out JsonElement byName) ? new ExitMatch(named, byName)
            : failureCode is not null && conditions.TryGetProperty(Default, out JsonElement byDefault) ? new ExitMatch(Default, byDefault)
            : default;
    }

    /// <summary>The kind of error that a failure is; null for a process that failed by itself or was ended.</summary>
    public static string? Kind(int? exitCode, string? failureCode) =>
        failureCode is null or "FailureExitCode" or "TaskEnded" ? null
        : failureCode.StartsWith("FileUpload", StringComparison.Ordinal) ? FileUploadError
        : exitCode is null ? PreProcessingError
        : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement conditions, string name) =>
        conditions.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;
}
