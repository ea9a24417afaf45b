using System.Text.Json;

namespace Autobatch.Manifests;

/// <summary>A manifest that passed <see cref="ManifestReader"/>: the JSON itself, and the few facts that we decide on.</summary>
public sealed class JobManifest
{
    internal JobManifest(JsonElement root, ManifestText text)
    {
        Root = root;
        Text = text;
    }

    /// <summary>The whole document, every property as written.</summary>
    public JsonElement Root { get; }

    /// <summary>The manifest's <c>id</c>; the job's id derives from it.</summary>
    public string Id => Root.GetProperty("id").GetString()!;

    /// <summary>The display name, when given.</summary>
    public string? DisplayName => Root.TryGetProperty("displayName", out JsonElement name) ? name.GetString() : null;

    /// <summary>The tasks that the manifest lists one by one, under <c>tasks</c> or in a <c>taskCollection</c>; null when a template makes them, or a job manager.</summary>
    public JsonElement? ListedTasks => (Factory ?? Root).TryGetProperty("tasks", out JsonElement tasks) ? tasks : null;

    /// <summary>Number of tasks that the manifest lists, without a merge task; null when a template makes them.</summary>
    public int? TaskCount => RepeatTask is null ? ListedTasks?.GetArrayLength() ?? 0 : null;

    /// <summary>The template of a factory's tasks; null when the manifest lists its tasks.</summary>
    public JsonElement? RepeatTask => Factory is { } factory && factory.TryGetProperty("repeatTask", out JsonElement task) ? task : null;

    /// <summary>The task factory, when there is one.</summary>
    public JsonElement? Factory => Root.TryGetProperty("taskFactory", out JsonElement factory) ? factory : null;

    /// <summary>Whether a merge task follows the factory's tasks.</summary>
    public bool UsesMerge => Factory is { } factory && factory.TryGetProperty("mergeTask", out _);

    /// <summary>Every task and template that becomes a task of the job, with its pointer; not preparation and release.</summary>
    internal IEnumerable<(JsonElement Task, string Pointer)> Tasks() =>
        Root.TryGetProperty("jobManagerTask", out JsonElement manager) ? AddedTasks().Append((manager, "/jobManagerTask")) : AddedTasks();

    /// <summary>The same without the job manager task, which is a part of the job itself.</summary>
    internal IEnumerable<(JsonElement Task, string Pointer)> AddedTasks()
    {
        string list = Factory is null ? "/tasks" : "/taskFactory/tasks";
        IEnumerable<(JsonElement, string)> tasks = ListedTasks is { } listed ? listed.EnumerateArray().Select((t, i) => (t, $"{list}/{i}")) : [];
        foreach (string name in (string[])["repeatTask", "mergeTask"])
        {
            if (Factory is { } factory && factory.TryGetProperty(name, out JsonElement made))
            {
                tasks = tasks.Append((made, $"/taskFactory/{name}"));
            }
        }

        return tasks;
    }

    /// <summary>The manifest as JSON, also when it was written as YAML. A byte order mark is left out.</summary>
    public ReadOnlyMemory<byte> Utf8 => Text.Utf8;

    internal ManifestText Text { get; }
}
