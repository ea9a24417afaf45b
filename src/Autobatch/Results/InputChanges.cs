using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Errors;

namespace Autobatch.Results;

/// <summary>
/// Judges tasks whose files were written again after the run had listed them. Batch fetches whatever is there when a task starts, so by its times one can tell what it
/// may have read: a task that started later did not read what the run was to work on, and counts as failed however it ended.
/// </summary>
/// <param name="changed">The files.</param>
/// <param name="mergeTaskId">The merge task's id; null without one.</param>
public sealed class InputChanges(IEnumerable<ChangedInput> changed, string? mergeTaskId)
{
    /// <summary><see cref="TaskResult.InputChanged"/>: the file was written again before the task's last attempt started.</summary>
    public const string BeforeStart = "beforeStart";

    /// <summary><see cref="TaskResult.InputChanged"/>: it was written again while the task ran, or nobody knows when the task ran.</summary>
    public const string WhileRunning = "whileRunning";

    // Storage tells times to the second, and has a clock of its own.
    private static readonly TimeSpan s_grain = TimeSpan.FromSeconds(1);
    private readonly Dictionary<int, ChangedInput> _changed = changed.ToDictionary(c => c.Number);
    private readonly List<string> _examples = [];

    /// <summary>Whether any file was written again.</summary>
    public bool Any => _changed.Count > 0;

    /// <summary>Tasks that began after their file had been written again.</summary>
    public int Before { get; private set; }

    /// <summary>Tasks of which nobody can tell which version they read.</summary>
    public int Unsure { get; private set; }

    /// <summary>What the user should know; null when no task is concerned.</summary>
    public RunWarning? Warning => Before + Unsure == 0 ? null : new RunWarning(
        RunWarning.InputsChanged,
        string.Join(
            ' ',
            [
                .. Before == 0 ? (string[])[] : [$"{Before} tasks began after their input had been written again, and count as failed ({ErrorCodes.InputChanged})."],
                .. Unsure == 0 ? (string[])[] : [$"The inputs of {Unsure} tasks were written again while they ran: nobody can tell which version they read."],
                $"For example '{string.Join("', '", _examples)}'.",
            ]));

    /// <summary>Whether the task waits for all others, so that it is judged after them.</summary>
    public bool IsMerge(string taskId) => string.Equals(taskId, mergeTaskId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The task as it counts.</summary>
    public TaskResult Judge(TaskResult task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (IsMerge(task.Id))
        {
            return Before > 0 && task.Succeeded ? Failed(task, $"It rests on {Before} tasks whose inputs were written again before they began.") : task;
        }

        if (!int.TryParse(task.Id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || !_changed.TryGetValue(number, out ChangedInput? file)
            || When(task, file.WrittenAt) is not { } when)
        {
            return task;
        }

        if (_examples.Count < 3)
        {
            _examples.Add(file.Name);
        }

        if (when == WhileRunning)
        {
            Unsure++;
            return task with { InputChanged = when };
        }

        Before++;
        string message = $"'{file.Name}' was written again at {file.WrittenAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, after the run had listed it and before this task began.";
        return (task.Succeeded ? Failed(task, message) : task) with { InputChanged = when };
    }

    // Null for what was written after the task had ended, and for a task that never began.
    private static string? When(TaskResult task, DateTimeOffset writtenAt) => (task.StartTime, task.EndTime) switch
    {
        (null, _) => task.Succeeded ? WhileRunning : null,
        ({ } start, _) when writtenAt + s_grain <= start => BeforeStart,
        (_, { } end) when writtenAt > end => null,
        _ => WhileRunning,
    };

    private static TaskResult Failed(TaskResult task, string message) => task with
    {
        Result = "failure",
        Exit = task.Exit is { } exit ? exit with { Class = ExitClass.InputChanged } : null,
        FailureInfo = JsonElement.Parse(new JsonObject { ["category"] = "userError", ["code"] = ErrorCodes.InputChanged, ["message"] = message }.ToJsonString()),
    };
}
