using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autobatch.Planning.Reruns;

/// <summary>Takes out of a chunk's bodies what a rerun does not have: tasks that succeeded, and dependencies on them.</summary>
public static class RerunBodies
{
    /// <summary>The bodies with the tasks named alone.</summary>
    /// <param name="bodies">A whole chunk as <see cref="TaskChunkWriter"/> wrote it.</param>
    /// <param name="ids">The chunk's tasks to keep.</param>
    /// <param name="tasks">All tasks of the rerun.</param>
    public static IReadOnlyList<TaskCollectionBody> Only(IReadOnlyList<TaskCollectionBody> bodies, IReadOnlyCollection<string> ids, RerunTasks tasks)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        ArgumentNullException.ThrowIfNull(tasks);
        HashSet<string> kept = new(ids, StringComparer.OrdinalIgnoreCase);
        return [.. bodies.Where(b => b.TaskIds.Any(kept.Contains)).Select(b => Only(b, kept, tasks))];
    }

    private static TaskCollectionBody Only(TaskCollectionBody body, HashSet<string> kept, RerunTasks tasks)
    {
        JsonArray left = [];
        List<string> ids = [];
        foreach (JsonNode? task in JsonNode.Parse(body.Utf8.Span)!["value"]!.AsArray().ToArray())
        {
            string id = task!["id"]!.GetValue<string>();
            if (kept.Contains(id))
            {
                Dependencies(task.AsObject(), tasks);
                left.Add(task.DeepClone());
                ids.Add(id);
            }
        }

        ArrayBufferWriter<byte> utf8 = new();
        using (Utf8JsonWriter json = new(utf8))
        {
            new JsonObject { ["value"] = left }.WriteTo(json);
        }

        return new TaskCollectionBody(utf8.WrittenMemory, ids);
    }

    private static void Dependencies(JsonObject task, RerunTasks tasks)
    {
        if (task["dependsOn"] is not JsonObject dependsOn)
        {
            return;
        }

        if (dependsOn["taskIds"] is JsonArray ids)
        {
            dependsOn["taskIds"] = new JsonArray([.. ids.Where(i => tasks.Has(i!.GetValue<string>())).Select(i => i!.DeepClone())]);
        }

        if (dependsOn["taskIdRanges"] is JsonArray ranges)
        {
            dependsOn["taskIdRanges"] = new JsonArray(
            [
                .. ranges.SelectMany(r => tasks.Within(r!["start"]!.GetValue<int>(), r["end"]!.GetValue<int>()))
                    .Select(r => new JsonObject { ["start"] = r.Start, ["end"] = r.End }),
            ]);
        }

        foreach (string empty in (ReadOnlySpan<string>)["taskIds", "taskIdRanges"])
        {
            if (dependsOn[empty] is JsonArray { Count: 0 })
            {
                dependsOn.Remove(empty);
            }
        }

        if (dependsOn.Count == 0)
        {
            task.Remove("dependsOn");
        }
    }
}
