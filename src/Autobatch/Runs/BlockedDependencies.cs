using System.Globalization;
using System.Text.Json;

namespace Autobatch.Runs;

/// <summary>Finds tasks that can never run: Batch leaves them active for ever (FACTS C.3).</summary>
public static class BlockedDependencies
{
    /// <summary>The blocked tasks, in the order given; empty when every waiting task may still run.</summary>
    /// <param name="tasks">Every task of the job.</param>
    public static IReadOnlyList<BlockedTask> Find(IReadOnlyCollection<TaskFact> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Dictionary<string, TaskFact> byId = new(StringComparer.OrdinalIgnoreCase);
        ILookup<int, TaskFact> byNumber = tasks.Where(t => Number(t.Id) is not null).ToLookup(t => Number(t.Id)!.Value);
        foreach (TaskFact task in tasks)
        {
            byId[task.Id] = task;
        }

        Dictionary<string, BlockedTask> blocked = new(StringComparer.OrdinalIgnoreCase);
        bool found;
        do
        {
            found = false;
            foreach (TaskFact task in tasks.Where(t => !t.Completed && !blocked.ContainsKey(t.Id)))
            {
                if (Blocker(task, byId, byNumber, blocked) is { } blocker)
                {
                    blocked[task.Id] = blocker;
                    found = true;
                }
            }
        }
        while (found);
        return [.. tasks.Where(t => blocked.ContainsKey(t.Id)).Select(t => blocked[t.Id])];
    }

    private static BlockedTask? Blocker(TaskFact task, Dictionary<string, TaskFact> byId, ILookup<int, TaskFact> byNumber, Dictionary<string, BlockedTask> blocked)
    {
        foreach (string id in task.DependsOnIds)
        {
            if (!byId.TryGetValue(id, out TaskFact? parent))
            {
                return new BlockedTask(task.Id, id, $"task '{id}' does not exist");
            }

            if (WhyNever(parent, blocked) is { } why)
            {
                return new BlockedTask(task.Id, parent.Id, why);
            }
        }

        foreach ((int start, int end) in task.DependsOnRanges)
        {
            for (long number = start; number <= end; number++)
            {
                TaskFact[] parents = [.. byNumber[(int)number]];
                if (parents.Length == 0)
                {
                    return new BlockedTask(task.Id, number.ToString(CultureInfo.InvariantCulture), $"task '{number}' does not exist");
                }

                // 4, 04 and 004 are one number; the first to satisfy counts for all (FACTS C.3).
                if (parents.All(p => WhyNever(p, blocked) is not null))
                {
                    return new BlockedTask(task.Id, parents[0].Id, WhyNever(parents[0], blocked)!);
                }
            }
        }

        return null;
    }

    private static string? WhyNever(TaskFact parent, Dictionary<string, BlockedTask> blocked)
    {
        if (blocked.ContainsKey(parent.Id))
        {
            return $"task '{parent.Id}' is blocked itself";
        }

        if (!parent.Completed || Satisfies(parent))
        {
            return null;
        }

        return parent.FailureCode is { } code && (parent.ExitCode is null or 0) ? $"task '{parent.Id}' ended with {code}"
            : $"task '{parent.Id}' ended with exit code {parent.ExitCode}";
    }

    /// <summary>Whether an ended task satisfies its dependents. Precedence: exact exit code, range, pre-processing or upload error, default (FACTS C.3).</summary>
    public static bool Satisfies(TaskFact task)
    {
        ArgumentNullException.ThrowIfNull(task);
        bool byItself = task.FailureCode is null && task.ExitCode is null or 0;
        return ExitMatch.Of(task.ExitCode, task.FailureCode, task.ExitConditions).Options is { } options
            && options.TryGetProperty("dependencyAction", out JsonElement action) && action.ValueKind == JsonValueKind.String
            ? string.Equals(action.GetString(), "satisfy", StringComparison.OrdinalIgnoreCase)
            : byItself;
    }

    private static int? Number(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
