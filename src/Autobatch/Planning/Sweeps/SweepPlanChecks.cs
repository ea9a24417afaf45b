using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;

namespace Autobatch.Planning.Sweeps;

/// <summary>What can go wrong in a sweep once its numbers are known: circles, and tasks that would overwrite one another's outputs.</summary>
internal static class SweepPlanChecks
{
    public static void Check(JsonElement root, Sweep? sweep, ManifestErrors errors)
    {
        if (sweep is null)
        {
            return;
        }

        FactoryDependencies.Check(root, sweep, errors);
        JsonElement task = root.GetProperty("taskFactory").GetProperty("repeatTask");
        int index = 0;
        foreach (JsonElement output in task.TryGetProperty("outputFiles", out JsonElement outputs) ? outputs.EnumerateArray() : default)
        {
            if (OutputCollisions.SinglePath(output) is { } path && SharedBy(path, sweep) is { } dimension)
            {
                errors.AtValue(
                    ErrorCodes.OutputsCollide, $"/taskFactory/repeatTask/outputFiles/{index}",
                    $"Tasks that differ in {{{dimension}}} alone would write the same blob; use {{task.id}} or {{{dimension}}} in the path.");
            }

            index++;
        }
    }

    // The first dimension that changes and is not in the path.
    private static int? SharedBy(string path, Sweep sweep)
    {
        string[] names = [.. PlaceholderText.Parse(path).Where(p => p.IsPlaceholder).Select(p => p.Text)];
        return names.Contains(PlaceholderNames.TaskId)
            ? null
            : Enumerable.Range(0, sweep.Dimensions.Count).Where(d => sweep.Dimensions[d].Count > 1 && !names.Contains($"{d}")).Cast<int?>().FirstOrDefault();
    }
}
