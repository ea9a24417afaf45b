using System.Text.Json;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.EndToEnd.Kills;

public sealed class WorkloadKillTests
{
    private const int Seed = 20261126;
    private const int Files = 90;
    private const int MaxFiles = 5;
    private const int Kills = 3;
    private const string Workload = "killed";

    private const string Document = """
        { "schemaVersion": "1.0", "rule": { "maxFiles": 5 },
          "manifest": { "schemaVersion": "1.0", "id": "killed", "taskFactory": { "type": "taskPerFile", "source": { "batch": true },
            "repeatTask": { "commandLine": "/bin/cat in", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "in" } ] } } } }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_files_are_taken_in_and_batches_become_runs_each_file_is_in_exactly_one_run()
    {
        Random random = new(Seed);
        await using KilledServices services = await KilledServices.StartAsync();
        await services.DropAsync("workloads", $"{Workload}.workload.json", BinaryData.FromString(Document));
        await Wait.UntilAsync(
            async () => (await services.Http.GetAsync($"api/workloads/{Workload}", Cancel)).IsSuccessStatusCode, "the workload is known", TimeSpan.FromMinutes(1), Cancel);

        int takenIn = 0;
        int started = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int first = kill * Files / Kills;
            int moment = first + random.Next(1, Files / Kills / 2);
            Task dropping = DropAsync(services, first, Files / Kills);

            // While files are taken in, until a kill has met that, then while batches become runs.
            bool whileTaken = takenIn == 0 && kill < Kills - 1;
            int runsBefore = (await RunsAsync(services)).Count;
            await Wait.UntilAsync(
                async () => whileTaken ? (await InputsAsync(services, "f-")) >= moment : (await RunsAsync(services)).Count > runsBefore,
                whileTaken ? $"{moment} files are taken in" : "a batch became a run",
                TimeSpan.FromMinutes(2),
                Cancel);
            await services.KillAsync();
            takenIn += whileTaken && await InputsAsync(services, "f-") < first + (Files / Kills) ? 1 : 0;
            started += !whileTaken && await InputsAsync(services, "w-") + await InputsAsync(services, "b-") > 0 ? 1 : 0;
            await dropping;
            await services.StartAgainAsync();
        }

        Assert.True(takenIn > 0, "no kill met the taking-in");
        Assert.True(started > 0, "no kill met batches that became runs");
        await Wait.UntilAsync(
            async () => await InputsAsync(services, "f-") == Files && await InputsAsync(services, "w-") + await InputsAsync(services, "b-") == 0,
            "every file is in a run",
            TimeSpan.FromMinutes(2),
            Cancel);
        List<string> runs = await RunsAsync(services);
        Assert.Equal(Files / MaxFiles, runs.Count);
        List<string> worked = [];
        foreach (string id in runs)
        {
            using JsonDocument run = await services.EndOfAsync(id);
            Assert.True(run.RootElement.GetProperty("status").GetString() == RunStatus.Completed, run.RootElement.ToString());
            worked.AddRange(await FilesOfAsync(services, id));
        }

        Assert.Equal(Enumerable.Range(0, Files).Select(Name).Order(StringComparer.Ordinal), worked.Order(StringComparer.Ordinal));
    }

    private static string Name(int file) => $"{Workload}/{file:000}.txt";

    // Azurite outlives the kills, and so do drops.
    private static Task DropAsync(KilledServices services, int first, int count)
    {
        BlobContainerClient inputs = services.Storage.GetBlobContainerClient("inputs");
        return Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel },
            async (file, cancel) => await inputs.GetBlobClient(Name(file)).UploadAsync(BinaryData.FromString(Name(file)), overwrite: true, cancel));
    }

    /// <summary>How many rows of the workload's files begin so.</summary>
    private static async Task<int> InputsAsync(KilledServices services, string prefix) =>
        (await services.RowsAsync()).Count(r => r.PartitionKey == $"input-{Workload}" && r.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The workload's runs, as the ledger has them.</summary>
    private static async Task<List<string>> RunsAsync(KilledServices services) =>
        [.. (await services.RowsAsync()).Where(r => r.RowKey == "entry" && r.GetString("Workload") == Workload).Select(r => r.PartitionKey)];

    /// <summary>What the tasks of a run read: each has the name of its file for content.</summary>
    private static async Task<List<string>> FilesOfAsync(KilledServices services, string id)
    {
        JsonElement result = await services.ResultAsync(id);
        List<string> names = [];
        foreach (JsonElement task in result.GetProperty("tasks").EnumerateArray())
        {
            string blob = $"{id}/{task.GetProperty("id").GetString()}/stdout.txt";
            names.Add((await services.Storage.GetBlobContainerClient("outputs").GetBlobClient(blob).DownloadContentAsync(Cancel)).Value.Content.ToString());
        }

        return names;
    }
}
