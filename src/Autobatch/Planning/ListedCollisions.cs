using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;

namespace Autobatch.Planning;

/// <summary>
/// Finds listed tasks, plain ones or a collection's, that would write the same blob. Tasks that wait for others, as a merge task does for all, may write one
/// again on purpose.
/// </summary>
internal static class ListedCollisions
{
    public static void Check(JsonElement root, PlaceholderValues values, ManifestErrors errors)
    {
        string pointer = root.TryGetProperty("taskFactory", out JsonElement factory) ? "/taskFactory/tasks" : "/tasks";
        if (!(factory.ValueKind == JsonValueKind.Object ? factory : root).TryGetProperty("tasks", out JsonElement tasks))
        {
            return;
        }

        Dictionary<(string Container, string Blob), string> writers = [];
        int index = -1;
        foreach (JsonElement task in tasks.EnumerateArray())
        {
            index++;
            if (task.TryGetProperty("dependsOn", out _) || !task.TryGetProperty("outputFiles", out JsonElement outputs))
            {
                continue;
            }

            string id = task.GetProperty("id").GetString()!;
            int entry = 0;
            foreach (JsonElement output in outputs.EnumerateArray())
            {
                if (OutputCollisions.SinglePath(output) is { } path)
                {
                    string blob = PlaceholderText.Expand(path, name => name == PlaceholderNames.TaskId ? id : values.Find(name)!);
                    string other = writers.TryAdd((Container(output, values), blob), id) ? id : writers[(Container(output, values), blob)];
                    if (other != id)
                    {
                        errors.AtValue(
                            ErrorCodes.OutputsCollide, $"{pointer}/{index}/outputFiles/{entry}",
                            $"Tasks '{other}' and '{id}' would both write the blob '{blob}'; use {{task.id}} in the path, or let one depend on the other.");
                    }
                }

                entry++;
            }
        }
    }

    private static string Container(JsonElement output, PlaceholderValues values) =>
        output.GetProperty("destination").GetProperty("autoStorage").TryGetProperty("containerName", out JsonElement name) ? values.Expand(name.GetString()!) : "";
}
