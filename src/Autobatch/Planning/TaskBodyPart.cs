using System.Buffers;
using System.Text.Json;

namespace Autobatch.Planning;

/// <summary>Takes some of a chunk's tasks out of its bodies.</summary>
public static class TaskBodyPart
{
    /// <summary>The bodies with the tasks from <paramref name="first"/> (0-based, over all bodies) on, <paramref name="count"/> at most.</summary>
    public static IReadOnlyList<TaskCollectionBody> Of(IReadOnlyList<TaskCollectionBody> bodies, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        List<TaskCollectionBody> part = [];
        int start = 0;
        foreach (TaskCollectionBody body in bodies)
        {
            int from = Math.Max(0, first - start);
            int to = Math.Min(body.TaskIds.Count, first + count - start);
            if (from < to)
            {
                part.Add(from == 0 && to == body.TaskIds.Count ? body : Of(body, from, to));
            }

            start += body.TaskIds.Count;
        }

        return part;
    }

    private static TaskCollectionBody Of(TaskCollectionBody body, int from, int to)
    {
        using JsonDocument document = JsonDocument.Parse(body.Utf8);
        ArrayBufferWriter<byte> utf8 = new();
        using (Utf8JsonWriter json = new(utf8))
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (JsonElement task in document.RootElement.GetProperty("value").EnumerateArray().Take(from..to))
            {
                task.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new TaskCollectionBody(utf8.WrittenMemory, [.. body.TaskIds.Take(from..to)]);
    }
}
