using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;

namespace Autobatch.EndToEnd.Kills;

public sealed class PurgeKillTests
{
    private const int Seed = 20261125;
    private const int Kills = 3;
    private const int Outputs = 1500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_it_purges_it_goes_on_and_leaves_tombstones_only()
    {
        Random random = new(Seed);
        await using KilledServices services = await KilledServices.StartAsync();
        string dropped = await services.DropAsync("jobs", "purged.job.json", BinaryData.FromString(Manifest("purged")));
        string posted = await PostAsync(services, "posted");
        foreach (string id in (string[])[dropped, posted])
        {
            using JsonDocument run = await services.EndOfAsync(id);
            Assert.True(run.RootElement.GetProperty("status").GetString() == RunStatus.Completed, run.RootElement.ToString());
        }

        await AddOutputsAsync(services, dropped);
        int left = (await services.BlobsAsync("outputs", dropped)).Count;
        await services.KillAsync();
        await services.StartAgainAsync(
            ("Autobatch:Retention:Schedule", "* * * * * *"),
            ("Autobatch:Retention:Runs", "PT1S"), ("Autobatch:Retention:Results", "PT1S"), ("Autobatch:Retention:Outputs", "PT1S"));
        int midway = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            // Each time some hundred further blobs are gone.
            int moment = Math.Max(0, left - random.Next(1, Outputs / Kills));
            await Wait.UntilAsync(
                async () => (await services.BlobsAsync("outputs", dropped)).Count <= moment, $"at most {moment} outputs are left", TimeSpan.FromMinutes(2), Cancel);
            await services.KillAsync();
            left = (await services.BlobsAsync("outputs", dropped)).Count;
            midway += left > 0 ? 1 : 0;
            await services.StartAgainAsync();
        }

        Assert.True(midway > 0, "no kill met the purge");
        await AssertTombstonesAsync(services, dropped, posted);
        foreach (string id in (string[])[dropped, posted])
        {
            await AssertNothingAsync(services, id);
        }
    }

    private static async Task AddOutputsAsync(KilledServices services, string runId) => await Parallel.ForEachAsync(
        Enumerable.Range(0, Outputs),
        new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel },
        async (number, cancel) => await services.Storage.GetBlobContainerClient("outputs").GetBlobClient($"{runId}/more/{number}").UploadAsync(
            BinaryData.FromString("more"), overwrite: true, cancel));

    private static string Manifest(string id) =>
        $$"""{ "schemaVersion": "1.0", "id": "{{id}}", "tasks": [ { "id": "a", "commandLine": "/bin/echo a" }, { "id": "b", "commandLine": "/bin/echo b" } ] }""";

    private static async Task<string> PostAsync(KilledServices services, string id)
    {
        using StringContent body = new(Manifest(id), Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = body };
        request.Headers.Add("Idempotency-Key", "key");
        using HttpResponseMessage answer = await services.Http.SendAsync(request, Cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString()!;
    }

    private static async Task AssertTombstonesAsync(KilledServices services, string dropped, string posted)
    {
        List<TableEntity> rows = [];
        await Wait.UntilAsync(
            async () => (rows = await services.RowsAsync()).TrueForAll(row => row.PartitionKey == "purged" || row.PartitionKey.StartsWith("blob-", StringComparison.Ordinal)),
            "the ledger has tombstones only",
            TimeSpan.FromMinutes(2),
            Cancel);
        Assert.Equal(2, rows.Count);
        Assert.Equal(posted, Assert.Single(rows, row => row.PartitionKey == "purged").RowKey);
        Assert.Equal(dropped, Assert.Single(rows, row => row.PartitionKey != "purged").GetString("Id"));
    }

    private static async Task AssertNothingAsync(KilledServices services, string id)
    {
        foreach (string container in (string[])["outputs", "results", "autobatch-runs"])
        {
            Assert.Empty(await services.BlobsAsync(container, id));
        }

        Assert.Empty(await services.Batch.ListJobsAsync(new ListQuery { Select = "id,metadata" }).Where(job => job.MetadataValue(Ids.RunMetadataName) == id).ToListAsync(Cancel));
        Assert.Empty(services.History(Ids.RunInstance(id)));
        Assert.Equal(0, Count(services, $"SELECT count(*) FROM Instances WHERE InstanceId LIKE '{Ids.RunInstance(id)}%'"));
        foreach (string table in (string[])["History", "Inbox", "Tasks", "Timers"])
        {
            Assert.Equal((table, 0), (table, Count(services, $"SELECT count(*) FROM {table} WHERE Key NOT IN (SELECT Key FROM Instances)")));
        }
    }

    private static long Count(KilledServices services, string query)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = services.Database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
