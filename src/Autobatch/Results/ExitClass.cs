using System.Text.Json;
using Autobatch.Runs;

namespace Autobatch.Results;

/// <summary>How a task's end is classed, and what it set off: a row of a result's <c>exitClasses</c>.</summary>
/// <param name="Class">One of the names below.</param>
/// <param name="ExitCode">The exit code; null when the process never ended by itself.</param>
/// <param name="Condition">Which of the task's <c>exitConditions</c> applied; null for none.</param>
/// <param name="DependencyAction"><c>satisfy</c> or <c>block</c>: what tasks that depend on it did.</param>
/// <param name="JobAction"><c>none</c>, <c>disable</c> or <c>terminate</c>: what it did to the job.</param>
public sealed record ExitClass(string Class, int? ExitCode, string? Condition, string DependencyAction, string JobAction)
{
    /// <summary>It ended well.</summary>
    public const string Success = "success";

    /// <summary>Its process ended with an exit code that means failure.</summary>
    public const string Failure = "failure";

    /// <summary>Its process never began: a command, a file or a package was not there.</summary>
    public const string PreProcessingError = ExitMatch.PreProcessingError;

    /// <summary>Its outputs could not be uploaded.</summary>
    public const string FileUploadError = ExitMatch.FileUploadError;

    /// <summary>Its input was written again before it began, so it did not work on what the run had listed.</summary>
    public const string InputChanged = "inputChanged";

    /// <summary>It was ended: by its wall clock, or by a request.</summary>
    public const string Ended = "ended";

    /// <summary>It had not ended when the run did.</summary>
    public const string Unfinished = "unfinished";

    private const string Block = "block";
    private const string None = "none";

    /// <summary>Classes one task.</summary>
    /// <param name="completed">Whether its state is <c>completed</c>.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="failureCode">The code of its <c>failureInfo</c>; null without one.</param>
    /// <param name="exitConditions">Its <c>exitConditions</c>, when it has any.</param>
    /// <param name="actsOnJob">Whether the job's <c>onTaskFailure</c> lets tasks act on it.</param>
    public static ExitClass Of(bool completed, int? exitCode, string? failureCode, JsonElement? exitConditions, bool actsOnJob)
    {
        if (!completed)
        {
            return new ExitClass(Unfinished, null, null, Block, None);
        }

        ExitMatch match = ExitMatch.Of(exitCode, failureCode, exitConditions);
        bool well = failureCode is null && exitCode is null or 0;
        string name = well ? Success : ExitMatch.Kind(exitCode, failureCode) ?? (failureCode == "TaskEnded" ? Ended : Failure);
        return new ExitClass(
            name,
            exitCode,
            match.Condition,
            Text(match.Options, "dependencyAction") ?? (well ? "satisfy" : Block),
            actsOnJob ? Text(match.Options, "jobAction") ?? (well ? None : "terminate") : None);
    }

    private static string? Text(JsonElement? options, string name) =>
        options is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.ToLowerInvariant()
            : null;
}
