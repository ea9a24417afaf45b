using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Autobatch.EndToEnd.Chaos.Services;
using Autobatch.Runs;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>
/// Twenty runs at once, of every kind that there is: dropped and posted, JSON and YAML, files, sweeps with a merge task, packages, a workload's batches,
/// reruns, one that is cancelled and one that is refused.
/// </summary>
/// <param name="round">Two to eight lower-case letters and digits that tell loads on the same services apart.</param>
/// <param name="pace">Seconds that each task takes besides its work.</param>
/// <param name="mend">Whether tasks that fail for their files are run again.</param>
internal sealed class MixedLoad(ChaosServices services, World world, string round, string pace, bool mend = false)
{
    public const int Runs = 20;

    private const int FilesEach = 6;
    private const int SweepTasks = 12;

    private readonly Manifests _manifests = new(services.Log, round, pace);
    private readonly RunEnds _ends = new(world, mend);

    /// <summary>Starts all of it and waits until every run has ended.</summary>
    /// <returns>What came of it, by the name of what was started.</returns>
    public async Task<IReadOnlyDictionary<string, RunOutcome>> RunAsync()
    {
        (string Name, Task<RunOutcome> Outcome)[] all =
        [
            .. Enumerable.Range(1, 2).Select(n => ($"posted {n}", PostedAsync(n))),
            .. Enumerable.Range(1, 2).Select(n => ($"files {n}", PerFileAsync(n))),
            .. Enumerable.Range(1, 2).Select(n => ($"sweep {n}", SweepAsync(n))),
            .. Enumerable.Range(1, 2).Select(n => ($"package {n}", PackagedAsync(n))),
            ("yaml", DroppedAsync("yaml.job.yaml", _manifests.ListedYaml())),
            ("workload", CollectedAsync()),
            ("canceled", CanceledAsync()),
            ("rejected", DroppedAsync("rejected.job.json", Manifests.Rejected)),
            .. Enumerable.Range(1, 3).Select(n => ($"dropped {n}", DroppedAsync($"dropped-{n}.job.json", _manifests.Listed(n)))),
        ];
        (Task<RunOutcome> first, Task<RunOutcome> again) = RunAgain();
        (Task<RunOutcome> failing, Task<RunOutcome> mended) = FailAndMend();
        all = [.. all, ("to run again", first), ("run again", again), ("failing", failing), ("mended", mended)];
        await Task.WhenAll(all.Select(one => one.Outcome));
        return all.ToDictionary(one => one.Name, one => one.Outcome.Result);
    }

    private static string Lines(int file) => string.Concat(Enumerable.Range(0, 200).Select(line => $"{(line * 7919 * (file + 1)) % 10_007:D5} of file {file}\n"));

    private static BinaryData Zip()
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("words", CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes(Lines(99)));
        }

        return new BinaryData(bytes.ToArray());
    }

    private async Task<RunOutcome> DroppedAsync(string name, string manifest)
    {
        string id = await world.DropAsync("jobs", $"{round}/{name}", manifest);
        return await EndedAsync(id);
    }

    private async Task<RunOutcome> PostedAsync(int number) => await EndedAsync(await world.PostAsync("api/runs", $"{round}-{number}", _manifests.Listed(number)));

    private async Task<RunOutcome> PerFileAsync(int number)
    {
        string prefix = $"plain-{round}-{number}/";
        for (int file = 0; file < FilesEach; file++)
        {
            await world.DropAsync("inputs", $"{prefix}{file}.txt", Lines(file));
        }

        return await DroppedAsync($"files-{number}.job.json", _manifests.PerFile(prefix));
    }

    private Task<RunOutcome> SweepAsync(int number) => DroppedAsync($"sweep-{number}.job.json", _manifests.Sweep(SweepTasks));

    private async Task<RunOutcome> PackagedAsync(int number)
    {
        string application = $"words{round}{number}";
        await world.DropAsync("packages", $"{application}/1.zip", Zip());
        return await DroppedAsync($"package-{number}.job.json", _manifests.Packaged(application));
    }

    private async Task<RunOutcome> CollectedAsync()
    {
        string workload = $"turned{round}";
        await world.DropAsync("workloads", $"{workload}.workload.json", _manifests.Workload());
        await world.GetAsync($"api/workloads/{workload}");
        for (int file = 0; file < FilesEach; file++)
        {
            await world.DropAsync("inputs", $"{workload}/{file}.txt", Lines(file));
        }

        string[] runs = [];
        await Wait.UntilAsync(
            async () =>
            {
                JsonElement page = await world.GetAsync($"api/runs?workload={workload}");
                runs = [.. page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];
                return runs.Length * 3 >= FilesEach;
            },
            $"the workload {workload} has made its runs",
            TimeSpan.FromMinutes(10));
        return await RunOutcome.OfBatchesAsync(world, await Task.WhenAll(runs.Select(_ends.OfAsync)));
    }

    private async Task<RunOutcome> CanceledAsync()
    {
        string id = await world.DropAsync("jobs", $"{round}/endless.job.json", _manifests.Endless());
        string task = $"{Ids.JobId($"endless-{round}", id)}/forever";
        await Wait.UntilAsync(() => services.Log.Counts().ContainsKey(task), "the endless task runs", TimeSpan.FromMinutes(10));
        await world.CancelAsync(id);

        // What a task that is ended leaves depends on when it is.
        return new RunOutcome([id], await world.EndOfAsync(id));
    }

    private (Task<RunOutcome> First, Task<RunOutcome> Again) RunAgain()
    {
        Task<RunOutcome> first = DroppedAsync("again.job.json", _manifests.Listed(4));
        return (first, AgainAsync());

        async Task<RunOutcome> AgainAsync() => await EndedAsync(await world.PostAsync($"api/runs/{(await first).RunIds[0]}/rerun", $"{round}-again", "{}"));
    }

    private (Task<RunOutcome> Failing, Task<RunOutcome> Mended) FailAndMend()
    {
        string flag = services.Flag($"flag-{round}");
        Task<RunOutcome> failing = DroppedAsync("failing.job.json", _manifests.Failing(flag));
        return (failing, MendedAsync());

        async Task<RunOutcome> MendedAsync()
        {
            IReadOnlyList<string> before = (await failing).RunIds;
            await File.WriteAllTextAsync(flag, "");
            string id = await world.PostAsync($"api/runs/{before[^1]}/rerun?only=failed", $"{round}-mended", "{}");
            return await EndedAsync(id, outputsOf: before[0]);
        }
    }

    private async Task<RunOutcome> EndedAsync(string id, string? outputsOf = null) => await RunOutcome.OfAsync(world, await _ends.OfAsync(id), outputsOf);
}
