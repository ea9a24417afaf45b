using System.Globalization;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;
using Autobatch.Planning.Sweeps;

namespace Autobatch.Planning;

/// <summary>
/// What the tasks of one template may depend on. Were they all to wait for tasks of their own factory, none could be first. So only two kinds
/// are left: tasks that a job manager adds, and, in a sweep, a dimension's number as the id of an earlier task, where numbers below 0
/// mean no task. A sweep from -1 is a chain then, each task waiting for the one before it.
/// </summary>
internal sealed class FactoryDependencies(JsonElement root, Sweep? sweep, ManifestErrors errors)
{
    private const string Pointer = "/taskFactory/repeatTask/dependsOn";
    private readonly bool _managed = root.TryGetProperty("jobManagerTask", out _);

    /// <summary>Reports dependencies that no task could ever meet.</summary>
    /// <param name="root">The manifest.</param>
    /// <param name="sweep">The factory's sweep; null for a factory over files, whose number of tasks is not known.</param>
    /// <param name="errors">Takes the faults.</param>
    public static void Check(JsonElement root, Sweep? sweep, ManifestErrors errors)
    {
        if (root.TryGetProperty("taskFactory", out JsonElement factory) && factory.TryGetProperty("repeatTask", out JsonElement task)
            && task.TryGetProperty("dependsOn", out JsonElement dependsOn))
        {
            FactoryDependencies checks = new(root, sweep, errors);
            int index = 0;
            foreach (JsonElement id in Items(dependsOn, "taskIds"))
            {
                checks.Id(id.GetString()!, $"{Pointer}/taskIds/{index++}");
            }

            index = 0;
            foreach (JsonElement range in Items(dependsOn, "taskIdRanges"))
            {
                checks.Range(range, $"{Pointer}/taskIdRanges/{index++}");
            }
        }
    }

    /// <summary>The dimension whose number is the id; null when the text is anything else.</summary>
    public static int? Dimension(string id) => PlaceholderText.Parse(id) is [{ IsPlaceholder: true } only] ? PlaceholderNames.Dimension(only.Text) : null;

    private void Id(string text, string pointer)
    {
        IReadOnlyList<TextPart> parts = PlaceholderText.Parse(text);
        if (sweep is not null && Dimension(text) is { } dimension && dimension < sweep.Dimensions.Count)
        {
            if (Late(dimension) is var (task, on))
            {
                Circle(pointer, $"Task {task} would wait for task {on}, which does not come before it; let {{{dimension}}} be the number of an earlier task, or below 0 for none.");
            }
            else if (!_managed && OutsideIds(dimension).FirstOrDefault() is { } outside)
            {
                Unknown(pointer, outside);
            }
        }
        else if (parts is [{ IsPlaceholder: true, Text: PlaceholderNames.TaskId }])
        {
            Circle(pointer, "Each task would wait for itself.");
        }
        else if (parts.All(p => p.IsPlaceholder ? PlaceholderNames.IsSweep(p.Text) : p.Text.All(char.IsAsciiDigit)) && parts.Any(p => p.IsPlaceholder))
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"'{text}' cannot be checked for circles; name an earlier task by one placeholder alone, such as {{0}}.");
        }
        else if (IsOwn(text))
        {
            Circle(pointer, $"Task '{text}' is one of the factory's own and would wait for itself; list the tasks in a taskCollection, where each has its own dependencies.");
        }
        else if (!_managed)
        {
            Unknown(pointer, text);
        }
    }

    private void Range(JsonElement range, string pointer)
    {
        (int start, int end) = (range.GetProperty("start").GetInt32(), range.GetProperty("end").GetInt32());
        if (start < 0 || start > end)
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"The range {start} to {end} must begin at 0 or later and not end before it begins.");
        }
        else if (start < (sweep?.Tasks ?? int.MaxValue))
        {
            Circle(pointer, "The range holds tasks of the factory itself, which would wait for themselves; list the tasks in a taskCollection instead.");
        }
        else if (!_managed)
        {
            Unknown(pointer, $"{start}");
        }
    }

    // A task that would wait for itself or a later one. The value is the same in tasks that follow one another, the first of which decides;
    // the distance to it is linear in the value's index, so the two ends of the values that are not below 0 decide for all.
    private (long Task, long On)? Late(int dimension)
    {
        SweepDimension values = sweep!.Dimensions[dimension];
        long stride = sweep.Stride(dimension);
        IEnumerable<long> candidates = Enumerable.Range(0, (int)values.Count).Select(i => (long)i);
        if (values.Numbers is var (first, step))
        {
            long from = step > 0 && first < 0 ? (-first + step - 1) / step : 0;
            long to = step < 0 && first >= 0 ? Math.Min(values.Count - 1, first / -step) : values.Count - 1;
            candidates = (step < 0 && first < 0) || from > to ? [] : [from, to];
        }

        foreach (long index in candidates)
        {
            if (Number(values.ValueAt(index)) is >= 0 and var on && on >= index * stride)
            {
                return (index * stride, on);
            }
        }

        return null;
    }

    private IEnumerable<string> OutsideIds(int dimension) =>
        sweep!.Dimensions[dimension] is { Numbers: null } listed
            ? Enumerable.Range(0, (int)listed.Count).Select(i => listed.ValueAt(i)).Where(v => Number(v) is null)
            : [];

    private bool IsOwn(string id) =>
        (Number(id) is >= 0 and var number && number < (sweep?.Tasks ?? int.MaxValue))
        || (root.GetProperty("taskFactory").TryGetProperty("mergeTask", out JsonElement merge)
            && string.Equals(id, merge.TryGetProperty("id", out JsonElement own) ? own.GetString() : RunPlan.DefaultMergeTaskId, StringComparison.OrdinalIgnoreCase));

    private void Circle(string pointer, string message) => errors.AtValue(ErrorCodes.DependencyCycle, pointer, message);

    private void Unknown(string pointer, string id) =>
        errors.AtValue(
            ErrorCodes.UnknownDependency, pointer,
            $"No task has the id '{id}', so the factory's tasks would wait for ever; only a jobManagerTask could add it.");

    // 007 is no id that a factory gives.
    private static long? Number(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && id == number.ToString(CultureInfo.InvariantCulture)
            ? number
            : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement dependsOn, string name) =>
        dependsOn.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;
}
