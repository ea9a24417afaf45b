using System.Diagnostics;
using System.Globalization;
using System.Text;
using Autobatch.Explaining;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Benchmarks.Explaining;

/// <summary>A sweep of 1,000,000 tasks: read, planned and explained from bounds, against writing every chunk, one after the other, in the same process.</summary>
internal static class ExplainBenchmark
{
    private const int Rounds = 5;

    public static Task<int> RunAsync(string[] options)
    {
        if (options.Length > 0)
        {
            Console.Error.WriteLine("The explain benchmark takes no options.");
            return Task.FromResult(2);
        }

        Print("explain 1,024 tasks, the first time (with the JIT)", Measure(() => Explain(Plan(32))), 1);
        Print("explain 1,024 tasks", Median(() => Explain(Plan(32))), 1);
        Print("explain 1,000,000 tasks", Median(() => Explain(Plan(1_000))), 1);
        RunPlan plan = Plan(1_000);
        Print("write all chunks of 1,000,000 tasks", Measure(() => WriteAll(plan)), 1_000_001);
        return Task.FromResult(0);
    }

    private static RunPlan Plan(int side)
    {
        string json = $$"""
            {"schemaVersion":"1.0","id":"sweep","taskFactory":{"type":"parametricSweep","parameterSets":[{"start":1,"end":{{side}}},{"start":1,"end":{{side}}}],
            "repeatTask":{"commandLine":"/bin/sh -c 'render {0} {1} > tile-{0}-{1}.rgb'","environmentSettings":[{"name":"TILE","value":"{task.id}"}],
              "outputFiles":[{"filePattern":"tile-*.rgb","destination":{"autoStorage":{"path":"{run.id}/tiles"} },"uploadOptions":{"uploadCondition":"taskSuccess"} }]},
            "mergeTask":{"commandLine":"/bin/true"} } }
            """;
        JobManifest manifest = ManifestReader.Read(Encoding.UTF8.GetBytes(json)).Manifest ?? throw new InvalidOperationException("The benchmark's manifest is wrong.");
        RunContext context = new() { RunId = new string('0', 32), DefaultPoolId = "pool", MaxTasks = 1_000_000 };
        return RunPlanner.Plan(manifest, context).Plan ?? throw new InvalidOperationException("The benchmark's manifest cannot be planned.");
    }

    private static void Explain(RunPlan plan)
    {
        PlanExplanation told = PlanExplainer.Explain(plan, null, new Urls("?sig=" + new string('x', 200)), new Urls(""));
        if (told.Errors.Count > 0 || told.LastTask is null)
        {
            throw new InvalidOperationException("The sweep is not explained.");
        }
    }

    private static void WriteAll(RunPlan plan)
    {
        Urls urls = new("?sig=" + new string('x', 200));
        int tasks = 0;
        for (int chunk = 0; chunk < plan.ChunkCount(0); chunk++)
        {
            tasks += TaskChunkWriter.Write(plan, new TaskChunk(chunk, 0, []), urls).Bodies.Sum(b => b.TaskIds.Count);
        }

        if (tasks != plan.TaskCount(0))
        {
            throw new InvalidOperationException($"{tasks} tasks were written.");
        }
    }

    private static Cost Median(Action work) => Enumerable.Range(0, Rounds).Select(_ => Measure(work)).OrderBy(c => c.Time).ElementAt(Rounds / 2);

    private static Cost Measure(Action work)
    {
        GC.Collect();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        work();
        return new Cost(Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes(precise: true) - before, PeakResident());
    }

    // The kernel's high-water mark of the process: what any phase up to now has needed.
    private static long PeakResident()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Print(string what, Cost cost, int tasks) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-52} {cost.Time.TotalMilliseconds,10:N1} ms  allocated {cost.Allocated / 1024.0,12:N0} KiB  peak resident so far {cost.Peak / 1048576.0,6:N0} MiB{(tasks > 1 ? $"  {tasks / cost.Time.TotalSeconds:N0} tasks/s" : "")}"));

    private sealed record Cost(TimeSpan Time, long Allocated, long Peak);

    private sealed class Urls(string credential) : IStorageUrls
    {
        public string Blob(string container, string blob) => $"https://account.blob.core.windows.net/{container}/{blob}";

        public string BlobForReading(string container, string blob) => Blob(container, blob) + credential;

        public string Container(string container) => $"https://account.blob.core.windows.net/{container}";

        public string ContainerForWriting(string container) => Container(container) + credential;
    }
}
