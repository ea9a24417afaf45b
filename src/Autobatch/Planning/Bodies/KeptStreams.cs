using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>Whether a task's own output files already keep stdout and stderr where we would keep them.</summary>
internal static class KeptStreams
{
    private static readonly string[] s_streams = ["../stdout.txt", "../stderr.txt"];

    public static bool By(JsonElement outputFiles, string outputsContainer)
    {
        JsonElement[] kept = [.. outputFiles.EnumerateArray().Where(f => AlwaysToDefaultFolder(f, outputsContainer))];
        return s_streams.All(s => kept.Any(f => Pattern(f) is var p && p.StartsWith("../", StringComparison.Ordinal) && new Glob(p).Matches(s)));
    }

    /// <summary>The first of stdout and stderr that an entry of <c>outputFiles</c> means; null when it means neither.</summary>
    public static string? Of(JsonElement file) =>
        Pattern(file) is var pattern && pattern.StartsWith("../", StringComparison.Ordinal) && Array.Find(s_streams, new Glob(pattern).Matches) is { } stream
            ? stream["../".Length..]
            : null;

    private static bool AlwaysToDefaultFolder(JsonElement file, string outputsContainer) =>
        string.Equals(file.GetProperty("uploadOptions").GetProperty("uploadCondition").GetString(), "taskcompletion", StringComparison.OrdinalIgnoreCase)
        && file.GetProperty("destination").TryGetProperty("autoStorage", out JsonElement destination)
        && (!destination.TryGetProperty("containerName", out JsonElement container) || container.GetString() == outputsContainer)
        && (!destination.TryGetProperty("path", out JsonElement path) || path.GetString()!.TrimEnd('/') == "{run.id}/{task.id}");

    private static string Pattern(JsonElement file) =>
        file.GetProperty("filePattern").GetString()!.Replace('\\', '/').Replace("$AZ_BATCH_TASK_DIR/", "../", StringComparison.Ordinal);
}
