using System.Globalization;
using System.Text.Json;
using Autobatch.Planning;

namespace Autobatch.Placement;

/// <summary>The place of each task in its run, from 0: the order of chunks, the merge task last. A job manager has none.</summary>
public sealed class TaskNumbers
{
    private readonly int _counted;
    private readonly Dictionary<string, int>? _listed;
    private readonly string? _merge;

    /// <param name="plan">The run's plan.</param>
    /// <param name="totalFiles">How many files its factory found; 0 for other manifests.</param>
    public TaskNumbers(RunPlan plan, int totalFiles)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _counted = plan.MergedTasks(totalFiles);
        _merge = plan.MergeTaskId;
        Count = plan.TaskCount(totalFiles);
        if (plan.Manifest.RepeatTask is null && plan.Manifest.ListedTasks is { } list)
        {
            _listed = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            foreach (JsonElement task in list.EnumerateArray())
            {
                _listed[task.GetProperty("id").GetString()!] = _listed.Count;
            }
        }
    }

    /// <summary>Tasks of the run.</summary>
    public int Count { get; }

    /// <summary>The task's place; null when the run has no task of that id.</summary>
    public int? Of(string id) =>
        _merge is not null && string.Equals(id, _merge, StringComparison.OrdinalIgnoreCase) ? Count - 1
        : _listed is not null ? _listed.TryGetValue(id, out int place) ? place : null
        : (id is "0" || !id.StartsWith('0')) && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < _counted ? number
        : null;
}
