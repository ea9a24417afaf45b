using System.Globalization;
using System.Text.Json;

namespace Autobatch.Planning.Reruns;

/// <summary>The ids of a chunk's tasks, without writing the tasks.</summary>
public static class ChunkIds
{
    /// <summary>The ids in order; the last chunk ends with the merge task.</summary>
    public static IReadOnlyList<string> Of(RunPlan plan, int chunk, int totalFiles)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int first = chunk * TaskChunk.Size;
        int count = Math.Clamp(plan.MergedTasks(totalFiles) - first, 0, TaskChunk.Size);
        IEnumerable<string> ids = plan.Manifest.RepeatTask is null && plan.Manifest.ListedTasks is { } list
            ? list.EnumerateArray().Skip(first).Take(count).Select(t => t.GetProperty("id").GetString()!)
            : Enumerable.Range(first, count).Select(i => i.ToString(CultureInfo.InvariantCulture));
        return [.. plan.HasMergeTask && chunk == plan.ChunkCount(totalFiles) - 1 ? ids.Append(plan.MergeTaskId!) : ids];
    }

    /// <summary>The job manager's id; null without one. It runs again with each job.</summary>
    public static string? OfManager(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Manifest.Root.TryGetProperty("jobManagerTask", out JsonElement manager) && manager.TryGetProperty("id", out JsonElement id) ? id.GetString() : null;
    }
}
