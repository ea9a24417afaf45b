using System.Text.Json;
using Autobatch.Planning.Bodies;
using Autobatch.Planning.Sweeps;

namespace Autobatch.Planning;

/// <summary>The tasks of one chunk in order: listed ones, or a factory's, and behind the last of these the merge task.</summary>
internal static class ChunkTasks
{
    public static IEnumerable<ChunkTask> Of(RunPlan plan, TaskChunk chunk, IStorageUrls urls)
    {
        IEnumerable<ChunkTask> tasks = plan.Manifest.RepeatTask is { } template
            ? Made(TaskBody.Template(template, plan, urls, IsOnly(plan, chunk)), plan, chunk)
            : plan.Manifest.ListedTasks is { } list ? Listed(list, plan, chunk, urls) : [];
        return plan.HasMergeTask && chunk.Index == plan.ChunkCount(chunk.TotalFiles) - 1 ? tasks.Append(Merge(plan, chunk, urls)) : tasks;
    }

    private static IEnumerable<ChunkTask> Made(BodyTemplate template, RunPlan plan, TaskChunk chunk)
    {
        int first = chunk.Index * TaskChunk.Size;
        IEnumerable<TaskFill> fills = plan.Sweep is { } sweep ? Swept(sweep, first) : chunk.Files.Select((file, i) => TaskFill.OfFile(first + i, file));
        return fills.Select(fill => new ChunkTask(template, fill, "/taskFactory/repeatTask"));
    }

    private static IEnumerable<TaskFill> Swept(Sweep sweep, int first) =>
        Enumerable.Range(first, Math.Clamp(sweep.Tasks - first, 0, TaskChunk.Size)).Select(number => TaskFill.OfSweep(number, sweep));

    private static IEnumerable<ChunkTask> Listed(JsonElement list, RunPlan plan, TaskChunk chunk, IStorageUrls urls)
    {
        string pointer = plan.Manifest.Factory is null ? "/tasks" : "/taskFactory/tasks";
        int index = chunk.Index * TaskChunk.Size;
        foreach (JsonElement task in list.EnumerateArray().Skip(index).Take(TaskChunk.Size))
        {
            string id = task.GetProperty("id").GetString()!;
            yield return new ChunkTask(TaskBody.For(task, id, plan, urls, IsOnly(plan, chunk)), new TaskFill(id), $"{pointer}/{index++}");
        }
    }

    private static bool IsOnly(RunPlan plan, TaskChunk chunk) => !plan.HasMergeTask && plan.MarksEnd(chunk.TotalFiles);

    private static ChunkTask Merge(RunPlan plan, TaskChunk chunk, IStorageUrls urls)
    {
        JsonElement task = plan.Manifest.Factory!.Value.GetProperty("mergeTask");
        string id = plan.MergeTaskId!;
        return new ChunkTask(TaskBody.Merge(task, id, plan, urls, plan.MergedTasks(chunk.TotalFiles)), new TaskFill(id), "/taskFactory/mergeTask");
    }
}
