using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Explaining;
using Autobatch.Manifests;
using Autobatch.Placeholders;
using Autobatch.Planning;
using Autobatch.Planning.Bodies;

namespace Autobatch.Staging;

/// <summary>
/// Lists of resource files that are longer than Batch takes (32,768 characters for a task). What of them lies in storage, or will, can be copied into a container
/// of its own, under the very paths that it has on the node, and then be given as that one container.
/// </summary>
public static class LongLists
{
    /// <summary>The most files of one list that are copied.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>The most lists of one run that are rewritten.</summary>
    public const int MaxLists = 100;

    // With fewer files no list is too long, unless their names are beyond reason.
    private const int LongestItem = 1_024;
    private static readonly string[] s_known = ["content", "copy", "httpUrl", "filePath", "fileMode", "autoStorageContainerName", "blobPrefix"];

    /// <summary>Whether any list has so many files that it may be too long: a mere look, before anything is measured.</summary>
    public static bool MayBe(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Lists(plan).Any(l => l.GetArrayLength() > TaskChunkWriter.MaxResourceFileChars / LongestItem);
    }

    /// <summary>The lists to rewrite, each once. A list that would still be too long, or that two files of one path are in, is left as it is and refused later.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="urls">URLs as tasks get them, which decide how long a list is.</param>
    public static IReadOnlyList<StagedList> Of(RunPlan plan, IStorageUrls urls)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(urls);
        Dictionary<string, StagedList> found = [];
        foreach (JsonElement list in Lists(plan).Where(l => Length(l, plan, urls) > TaskChunkWriter.MaxResourceFileChars))
        {
            foreach (StagedList staged in Parts(list, plan))
            {
                found.TryAdd(staged.Key, staged);
            }
        }

        return found.Count <= MaxLists ? [.. found.Values] : [];
    }

    /// <summary>The same plan with lists rewritten: containers by the lists' keys.</summary>
    public static RunPlan Rewrite(RunPlan plan, IReadOnlyDictionary<string, string> containers)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return containers.Count == 0 ? plan : RunPlanner.Plan(plan.Manifest, plan.Context with { Lists = containers }).Plan!;
    }

    /// <summary>What of a list can be given as a container, by file mode.</summary>
    internal static IReadOnlyList<StagedList> Parts(JsonElement list, RunPlan plan)
    {
        List<StagedList> parts = [];
        foreach (IGrouping<string?, StagedItem> some in list.EnumerateArray().Select(f => (Mode: ModeOf(f), Item: ItemOf(f, plan))).Where(f => f.Item is not null).GroupBy(f => f.Mode, f => f.Item!))
        {
            StagedItem[] items = [.. some];
            bool clear = items.Length <= MaxFiles && items.Where(i => !i.Prefix).Select(i => i.Path).Distinct(StringComparer.Ordinal).Count() == items.Count(i => !i.Prefix);
            if (items.Length > 1 && clear)
            {
                parts.Add(new StagedList(Hash([some.Key ?? "", .. items.Select(i => i.Key)]), some.Key, items));
            }
        }

        return parts;
    }

    /// <summary>What a resource file is in a staged list; null when it has to stay as it is.</summary>
    internal static StagedItem? ItemOf(JsonElement file, RunPlan plan)
    {
        string path = file.TryGetProperty("filePath", out JsonElement p) ? p.GetString()! : "";
        if (file.EnumerateObject().Any(o => !s_known.Contains(o.Name) || Differs(o.Value)) || (path.Length > 0 && PlainPath(plan.Values.Expand(path)) is null))
        {
            return null;
        }

        path = path.Length == 0 ? "" : PlainPath(plan.Values.Expand(path))!;
        if (file.TryGetProperty("content", out JsonElement content))
        {
            string name = InlineContent.NameOf(content, plan.Values);
            return new StagedItem(null, name, false, path, $"content {name} {path}");
        }

        if (ExternalCopies.IsMarked(file))
        {
            string url = new Uri(plan.Values.Expand(file.GetProperty("httpUrl").GetString()!)).AbsoluteUri;
            return new StagedItem(null, plan.Context.Copied.GetValueOrDefault(url), false, path, $"copy {url} {path}");
        }

        if (!file.TryGetProperty("autoStorageContainerName", out JsonElement container))
        {
            return null;
        }

        // What the run itself writes is not there yet.
        string from = plan.Values.Expand(container.GetString()!);
        string prefix = file.TryGetProperty("blobPrefix", out JsonElement b) ? plan.Values.Expand(b.GetString()!) : "";
        return prefix.Length == 0 || plan.WriteContainers.Contains(from) ? null : new StagedItem(from, prefix, true, path, $"blobs {from}/{prefix} {path}");
    }

    internal static string? ModeOf(JsonElement file) => file.TryGetProperty("fileMode", out JsonElement mode) ? mode.GetString() : null;

    /// <summary>Names content by its parts: 64 hex digits.</summary>
    internal static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    // A placeholder that is not the same all over the run makes the file one of its task alone.
    private static bool Differs(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && PlaceholderText.HasBraces(value.GetString()!)
        && PlaceholderText.Parse(value.GetString()!).Any(part => part.IsPlaceholder && (PlaceholderNames.Dimension(part.Text) is not null
            || part.Text is PlaceholderNames.TaskId or PlaceholderNames.FileName or PlaceholderNames.FilePath or PlaceholderNames.FileNameWithoutExtension or PlaceholderNames.Url or PlaceholderNames.BatchList));

    // A blob's name is its path below the working directory: only what means the same as both.
    private static string? PlainPath(string path)
    {
        string plain = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return plain.Length is > 0 and <= 1_000 && !plain.Contains('\\') && plain.Split('/').All(s => s.Length > 0 && s is not ("." or "..") && !s.EndsWith('.')) ? plain : null;
    }

    private static IEnumerable<JsonElement> Lists(RunPlan plan) =>
        plan.Manifest.AddedTasks().Where(t => t.Task.TryGetProperty("resourceFiles", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
            .Select(t => t.Task.GetProperty("resourceFiles"));

    // Files that differ from task to task count with the longest that they can have.
    private static long Length(JsonElement list, RunPlan plan, IStorageUrls urls) =>
        list.GetArrayLength() <= TaskChunkWriter.MaxResourceFileChars / LongestItem ? 0
            : new BodyTemplateBuilder(plan, urls) { TaskId = "" }.Cut(Hole.ResourceFilesStart).ResourceFiles(list).Cut(Hole.ResourceFilesEnd).Build()
                .Bound(piece => piece.Hole switch
                {
                    Hole.ReadUrl or Hole.Url => Extent.Of(new string('u', 1_536)),
                    Hole.ResourceFilesStart or Hole.ResourceFilesEnd or Hole.None => default,
                    _ => Extent.Of(new string('u', 1_024)),
                }).ResourceFileChars;
}
