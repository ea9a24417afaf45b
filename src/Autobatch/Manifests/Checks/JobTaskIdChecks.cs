using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;

namespace Autobatch.Manifests.Checks;

/// <summary>The job's own tasks (manager, preparation, release) share one space of ids with the rest (FACTS A.3: TaskIdSameAsJobPreparationTask).</summary>
internal static class JobTaskIdChecks
{
    private static readonly (string Property, string? DefaultId)[] s_ofTheJob =
        [("jobManagerTask", null), ("jobPreparationTask", "jobpreparation"), ("jobReleaseTask", "jobrelease")];

    public static void Check(JsonElement root, ManifestErrors errors)
    {
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string property, string? defaultId) in s_ofTheJob)
        {
            if (root.TryGetProperty(property, out JsonElement task))
            {
                Take(task.TryGetProperty("id", out JsonElement id) ? id.GetString()! : defaultId!, $"/{property}", property, taken, errors);
            }
        }

        if (taken.Count == 0)
        {
            return;
        }

        bool made = root.TryGetProperty("taskFactory", out JsonElement factory);
        if ((made ? factory : root).TryGetProperty("tasks", out JsonElement tasks))
        {
            int index = 0;
            foreach (JsonElement task in tasks.EnumerateArray())
            {
                Report(task.GetProperty("id").GetString()!, $"{(made ? "/taskFactory" : "")}/tasks/{index++}", taken, errors);
            }
        }
        else if (made)
        {
            foreach ((string id, string property) in taken.Where(t => t.Key.All(char.IsAsciiDigit)))
            {
                errors.AtValue(ErrorCodes.DuplicateTaskId, $"/{property}/id", $"The id '{id}' is a number, as the factory's own ids are; use another.");
            }
        }

        if (made && factory.TryGetProperty("mergeTask", out JsonElement merge))
        {
            Report(merge.TryGetProperty("id", out JsonElement id) ? id.GetString()! : RunPlan.DefaultMergeTaskId, "/taskFactory/mergeTask", taken, errors);
        }
    }

    private static void Take(string id, string pointer, string property, Dictionary<string, string> taken, ManifestErrors errors)
    {
        Report(id, pointer, taken, errors);
        taken.TryAdd(id, property);
    }

    private static void Report(string id, string pointer, Dictionary<string, string> taken, ManifestErrors errors)
    {
        if (taken.TryGetValue(id, out string? owner))
        {
            errors.AtValue(ErrorCodes.DuplicateTaskId, $"{pointer}/id", $"The id '{id}' is that of {owner} already.");
        }
    }
}
