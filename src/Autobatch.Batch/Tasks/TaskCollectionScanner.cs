using System.Text.Json;

namespace Autobatch.Batch;

/// <summary>Finds the tasks inside the raw JSON of a collection, so that parts of it can be sent without writing any of it anew.</summary>
internal static class TaskCollectionScanner
{
    /// <exception cref="FormatException">The JSON is not an array of objects that each have an id of their own.</exception>
    public static List<TaskSlice> Scan(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            bool wrapped = EnterArray(ref reader);
            List<TaskSlice> tasks = ReadTasks(ref reader);
            Leave(ref reader, wrapped);
            return tasks;
        }
        catch (JsonException bad)
        {
            throw new FormatException($"The task collection is not JSON: {bad.Message}", bad);
        }
    }

    private static bool EnterArray(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return false;
        if (reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("value"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }
        throw new FormatException("A task collection is {\"value\":[…]} or the bare array of tasks.");
    }

    private static List<TaskSlice> ReadTasks(ref Utf8JsonReader reader)
    {
        var tasks = new List<TaskSlice>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException($"Task {tasks.Count} of the collection is no JSON object.");
            int start = checked((int)reader.TokenStartIndex);
            string id = ReadId(ref reader) ?? throw new FormatException($"Task {tasks.Count} of the collection has no id.");
            if (!seen.Add(id))
                throw new FormatException($"Task {tasks.Count} of the collection has the id '{id}' of an earlier one; ids differ by more than case.");
            tasks.Add(new TaskSlice(tasks.Count, id, start, checked((int)reader.BytesConsumed) - start));
        }
        return tasks;
    }

    private static string? ReadId(ref Utf8JsonReader reader)
    {
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
                id = reader.GetString();
            else
                reader.Skip();
        }
        return id;
    }

    private static void Leave(ref Utf8JsonReader reader, bool wrapped)
    {
        if (wrapped && !(reader.Read() && reader.TokenType == JsonTokenType.EndObject))
            throw new FormatException("A task collection has no property beside value.");
        if (reader.Read())
            throw new FormatException("Something follows the task collection.");
    }
}
