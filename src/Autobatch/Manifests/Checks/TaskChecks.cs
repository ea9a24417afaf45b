using System.Globalization;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;
using Autobatch.Planning.Bodies;
using Autobatch.Text;

namespace Autobatch.Manifests.Checks;

/// <summary>Ids of explicit tasks, and what they depend on.</summary>
internal sealed class TaskChecks(ManifestErrors errors, string pointer)
{
    private const int MaxEdges = 2_000_000;

    // Batch keeps ids' case and compares without it.
    private readonly Dictionary<string, int> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedList<int, int> _byNumber = [];
    private readonly List<List<int>> _dependencies = [];
    private int _edges;

    public static void Check(JsonElement root, ManifestErrors errors, ManifestReadOptions options)
    {
        bool collection = root.TryGetProperty("taskFactory", out JsonElement factory);
        if (!(collection ? factory : root).TryGetProperty("tasks", out JsonElement tasks))
        {
            return;
        }

        string pointer = collection ? "/taskFactory/tasks" : "/tasks";
        if (tasks.GetArrayLength() > options.MaxTasks)
        {
            errors.AtValue(
                ErrorCodes.TooManyTasks, pointer, $"There are {tasks.GetArrayLength()} tasks; at most {options.MaxTasks} are taken. Use a factory with a repeatTask.");
            return;
        }

        TaskChecks checks = new(errors, pointer);
        checks.Ids(tasks);
        bool merges = collection && factory.TryGetProperty("mergeTask", out _);
        if (merges)
        {
            checks.MergeId(factory.GetProperty("mergeTask"), tasks);
        }

        // A job manager may add the tasks that others depend on.
        bool closed = !root.TryGetProperty("jobManagerTask", out _);
        int index = 0;
        foreach (JsonElement task in tasks.EnumerateArray())
        {
            checks.Dependencies(task, $"{pointer}/{index++}/dependsOn", closed);
        }

        if (merges)
        {
            checks._dependencies.Add([.. Enumerable.Range(0, index)]);
        }

        checks.Cycles();
    }

    private void MergeId(JsonElement merge, JsonElement list)
    {
        string id = merge.TryGetProperty("id", out JsonElement given) ? given.GetString()! : RunPlan.DefaultMergeTaskId;
        if (!_byId.TryAdd(id, list.GetArrayLength()))
        {
            errors.AtValue(
                ErrorCodes.DuplicateTaskId, "/taskFactory/mergeTask/id", $"The id '{id}' of the mergeTask is that of {pointer}/{_byId[id]} already; give the mergeTask another.");
        }

        int chars = MergeDependencies.Names(list).Sum(n => n.Length);
        if (chars > MergeDependencies.MaxIdChars)
        {
            errors.AtValue(
                ErrorCodes.InvalidValue, pointer,
                $"The mergeTask waits for tasks whose ids have {chars} characters together; Batch takes {MergeDependencies.MaxIdChars}. Give the tasks plain numbers as ids.");
        }
    }

    private void Ids(JsonElement tasks)
    {
        int index = 0;
        foreach (JsonElement task in tasks.EnumerateArray())
        {
            string id = task.GetProperty("id").GetString()!;
            if (!_byId.TryAdd(id, index))
            {
                errors.AtValue(ErrorCodes.DuplicateTaskId, $"{pointer}/{index}/id", $"The id '{id}' is that of tasks[{_byId[id]}] already; ids differ in more than case.");
            }

            // 4, 04 and 004 are one number (FACTS C.3).
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                _byNumber.TryAdd(number, index);
            }

            index++;
        }
    }

    private void Dependencies(JsonElement task, string at, bool closed)
    {
        List<int> parents = [];
        _dependencies.Add(parents);
        if (!task.TryGetProperty("dependsOn", out JsonElement dependsOn))
        {
            return;
        }

        int index = 0;
        foreach (JsonElement id in Items(dependsOn, "taskIds"))
        {
            string name = id.GetString()!;
            if (_byId.TryGetValue(name, out int parent))
            {
                parents.Add(parent);
            }
            else if (closed && !errors.IsFull)
            {
                errors.AtValue(
                    ErrorCodes.UnknownDependency, $"{at}/taskIds/{index}", $"No task has the id '{name}', so this one would wait for ever.", NearestName.Find(name, _byId.Keys));
            }

            index++;
        }

        index = 0;
        foreach (JsonElement range in Items(dependsOn, "taskIdRanges"))
        {
            Range(range, $"{at}/taskIdRanges/{index++}", parents, closed);
        }
    }

    private void Range(JsonElement range, string at, List<int> parents, bool closed)
    {
        int start = range.GetProperty("start").GetInt32();
        int end = range.GetProperty("end").GetInt32();
        if (start < 0 || start > end)
        {
            errors.AtValue(ErrorCodes.InvalidValue, at, $"The range {start} to {end} must begin at 0 or later and not end before it begins.");
            return;
        }

        int first = FirstNotBelow(start);
        int after = end == int.MaxValue ? _byNumber.Count : FirstNotBelow(end + 1);
        if (closed && after - first < (long)end - start + 1)
        {
            int missing = start;
            for (int i = first; i < after && _byNumber.GetKeyAtIndex(i) == missing; i++)
            {
                missing++;
            }

            errors.AtValue(ErrorCodes.UnknownDependency, at, $"No task has the number {missing}, so this one would wait for ever.");
            return;
        }

        _edges += after - first;
        if (_edges > MaxEdges)
        {
            errors.AtValue(
                ErrorCodes.InvalidValue, at, $"The tasks' ranges name more than {MaxEdges} dependencies; let tasks depend on one task that gathers them.");
            return;
        }

        for (int i = first; i < after; i++)
        {
            parents.Add(_byNumber.GetValueAtIndex(i));
        }
    }

    // Index of the first task number that is not below the one given.
    private int FirstNotBelow(int number)
    {
        (int low, int high) = (0, _byNumber.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _byNumber.GetKeyAtIndex(middle) < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Tasks whose parents are all settled are taken away until none is left; what stays has a circle in it.
    private void Cycles()
    {
        int[] waiting = [.. _dependencies.Select(d => d.Count)];
        ILookup<int, int> children = _dependencies.SelectMany((parents, child) => parents.Select(p => (p, child))).ToLookup(e => e.p, e => e.child);
        Queue<int> settled = new(Enumerable.Range(0, waiting.Length).Where(i => waiting[i] == 0));
        while (settled.TryDequeue(out int task))
        {
            foreach (int child in children[task].Where(c => --waiting[c] == 0))
            {
                settled.Enqueue(child);
            }
        }

        int first = Array.FindIndex(waiting, w => w > 0);
        if (first >= 0)
        {
            errors.AtValue(ErrorCodes.DependencyCycle, $"{pointer}/{first}/dependsOn", $"tasks[{first}] waits, through others or directly, for itself or for a circle of tasks.");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement dependsOn, string name) =>
        dependsOn.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;
}
