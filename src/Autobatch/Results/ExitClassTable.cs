using System.Text.Json;

namespace Autobatch.Results;

/// <summary>Counts the tasks of each exit class. However many exit codes there are, the table stays short.</summary>
internal sealed class ExitClassTable
{
    /// <summary>Rows with an exit code of their own; what comes after these is counted without its code.</summary>
    public const int MostRows = 200;

    private static readonly string[] s_order =
        [ExitClass.Success, ExitClass.Failure, ExitClass.PreProcessingError, ExitClass.FileUploadError, ExitClass.InputChanged, ExitClass.Ended, ExitClass.Unfinished];

    private readonly Dictionary<ExitClass, (long Tasks, long Retries)> _rows = [];

    public void Add(TaskResult task)
    {
        if (task.Exit is not { } exit)
        {
            return;
        }

        ExitClass row = _rows.ContainsKey(exit) || _rows.Count < MostRows ? exit : exit with { ExitCode = null };
        (long tasks, long retries) = _rows.GetValueOrDefault(row);
        _rows[row] = (tasks + 1, retries + task.RetryCount);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("exitClasses");
        foreach ((ExitClass row, (long tasks, long retries)) in _rows
            .OrderBy(r => Array.IndexOf(s_order, r.Key.Class)).ThenBy(r => r.Key.ExitCode).ThenBy(r => r.Key.Condition, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("class", row.Class);
            json.Nullable("exitCode", row.ExitCode);
            json.WriteString("condition", row.Condition);
            json.WriteString("dependencyAction", row.DependencyAction);
            json.WriteString("jobAction", row.JobAction);
            json.WriteNumber("tasks", tasks);
            json.WriteNumber("retries", retries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
