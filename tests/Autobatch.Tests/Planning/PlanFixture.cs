using System.Text;
using System.Text.Json;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Tests.Planning;

/// <summary>Plans from short texts, with URLs that show what was asked for.</summary>
internal static class PlanFixture
{
    public const string RunId = "0123456789abcdef0123456789abcdef";

    public static RunContext Context { get; } = new()
    {
        RunId = RunId,
        DefaultPoolId = "default",
        Trigger = new TriggerInfo("jobs", "m.job.json", "0x8D"),
    };

    public static JobManifest Manifest(string json)
    {
        ManifestReadResult result = ManifestReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(result.Errors);
        return result.Manifest!;
    }

    public static RunPlanResult TryPlan(string json, RunContext? context = null) => RunPlanner.Plan(Manifest(json), context ?? Context);

    public static RunPlan Plan(string json, RunContext? context = null)
    {
        RunPlanResult result = TryPlan(json, context);
        Assert.Empty(result.Errors);
        return result.Plan!;
    }

    /// <summary>A manifest with the properties given, which also bring the tasks.</summary>
    public static string Job(string properties) => $$"""{"schemaVersion":"1.0","id":"m",{{properties}}}""";

    /// <summary>A manifest with one task <c>a</c> that has the properties given.</summary>
    public static string Task(string properties) => Job($$"""
        "tasks":[{"id":"a","commandLine":"/bin/true",{{properties}}}]
        """);

    /// <summary>A manifest with a factory over the container inputs.</summary>
    public static string Factory(string repeatTask, string more = "") => Job($$"""
        "taskFactory":{"type":"taskPerFile","source":{"autoStorageContainerName":"inputs"},"repeatTask":{{repeatTask}}{{more}}}
        """);

    public static JsonElement JobBody(RunPlan plan) => JsonElement.Parse(JobBodyWriter.Write(plan, new ShownUrls()));

    public static JsonElement[] Tasks(RunPlan plan, params string[] files)
    {
        TaskChunkResult result = TaskChunkWriter.Write(plan, new TaskChunk(0, files.Length, [.. files.Select(f => new InputFile("inputs", f))]), new ShownUrls());
        Assert.Empty(result.Errors);
        return [.. result.Bodies.SelectMany(b => JsonElement.Parse(b.Utf8.Span).GetProperty("value").EnumerateArray())];
    }

    /// <summary>URLs that show what was asked for.</summary>
    public static IStorageUrls Urls { get; } = new ShownUrls();

    /// <summary>The bodies of one chunk of a plan without files.</summary>
    public static IReadOnlyList<TaskCollectionBody> Written(RunPlan plan, int chunk)
    {
        TaskChunkResult result = TaskChunkWriter.Write(plan, new TaskChunk(chunk, 0, []), Urls);
        Assert.Empty(result.Errors);
        return result.Bodies;
    }

    private sealed class ShownUrls : IStorageUrls
    {
        public string Blob(string container, string blob) => $"https://s/{container}/{Uri.EscapeDataString(blob)}";

        public string BlobForReading(string container, string blob) => Blob(container, blob) + "?read&secret";

        public string Container(string container) => $"https://s/{container}";

        public string ContainerForWriting(string container) => Container(container) + "?write&secret";
    }
}
