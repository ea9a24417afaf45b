using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Autobatch.EndToEnd.Kills;

/// <summary>Neither events of the local runtime nor the audit are there: what these queues say is all that the app hears.</summary>
public sealed class EventKillTests
{
    private const int Seed = 20261126;
    private const int Kills = 2;
    private const string Further = "stwest";

    // Messages that a killed host had in hand are seen again after their lease.
    private static readonly (string Key, string Value)[] s_deaf = [("Autobatch:Audit:Schedule", "0 0 0 1 1 *"), ("Autobatch:Local:QueueLease", "00:00:05")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_the_event_queue_is_drained_every_drop_is_one_run()
    {
        const int Drops = 60;
        Random random = new(Seed);
        await using KilledServices services = await KilledServices.StartAsync(["--storageAccount", Further, "--no-events"], s_deaf);
        BlobContainerClient jobs = new BlobServiceClient(services.ConnectionOf(Further)).GetBlobContainerClient("jobs");
        List<string> runs = [];
        List<JsonObject> events = [];
        for (int i = 0; i < Drops; i++)
        {
            string name = $"drop{i}.job.json";
            string etag = (await jobs.GetBlobClient(name).UploadAsync(BinaryData.FromString(Manifest($"drop{i}")), overwrite: true, Cancel)).Value.ETag.ToString();
            runs.Add(Ids.ForBlob(Further, "jobs", name, etag));
            events.Add(Event(name, etag));
        }

        // Some messages hold one event, some two; some events come twice, as Event Grid may send them.
        QueueClient queue = Queue(services, "autobatch-events");
        foreach (JsonObject[] some in events.Chunk(2).Concat(events.Take(10).Chunk(1)))
        {
            await queue.SendMessageAsync(new JsonArray([.. some.Select(e => e.DeepClone())]).ToJsonString(), Cancel);
        }

        int midway = 0;
        int seen = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int moment = seen + random.Next(1, Drops / Kills / 2);
            await Wait.UntilAsync(async () => await CountAsync(services, runs) >= moment, $"{moment} events are taken in", TimeSpan.FromMinutes(2), Cancel);
            await services.KillAsync();
            seen = await CountAsync(services, runs);
            midway += seen < Drops ? 1 : 0;
            await services.StartAgainAsync();
        }

        Assert.True(midway > 0, "no kill met the draining");
        await AssertEachRanOnceAsync(services, runs);
        await Wait.UntilAsync(
            async () => (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "the queue is empty", TimeSpan.FromMinutes(2), Cancel);
        Assert.Empty(await LettersAsync(services));
    }

    [Fact]
    public async Task Killed_while_dead_letters_are_replayed_each_becomes_one_run_and_none_is_lost()
    {
        const int Letters = 40;
        Random random = new(Seed);
        await using KilledServices services = await KilledServices.StartAsync(["--no-events"], s_deaf);
        List<string> runs = [];
        QueueClient poison = Queue(services, "webjobs-blobtrigger-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken: Cancel);
        for (int i = 0; i < Letters; i++)
        {
            string name = $"letter{i}.job.json";
            string etag = (await services.Storage.GetBlobContainerClient("jobs").GetBlobClient(name).UploadAsync(BinaryData.FromString(Manifest($"letter{i}")), overwrite: true, Cancel)).Value.ETag.ToString();
            runs.Add(Ids.ForBlob(services.Storage.AccountName, "jobs", name, etag));
            await poison.SendMessageAsync(
                new JsonObject { ["FunctionId"] = "Host.Functions.ManifestDropped", ["ContainerName"] = "jobs", ["BlobName"] = name, ["ETag"] = etag }.ToJsonString(), Cancel);
        }

        // The kill meets the drained queue first: letters that are written twice are one.
        await Wait.UntilAsync(async () => (await LettersAsync(services)).Count > 0, "a message became a letter", TimeSpan.FromMinutes(2), Cancel);
        await services.KillAsync();
        await services.StartAgainAsync();
        await Wait.UntilAsync(async () => (await LettersAsync(services)).Count == Letters, $"{Letters} dead letters", TimeSpan.FromMinutes(3), Cancel);

        // A message that the kill left in the queue comes back, and is a letter again.
        await Wait.UntilAsync(async () => (await poison.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "the queue is empty", TimeSpan.FromMinutes(2), Cancel);

        int midway = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int left = (await LettersAsync(services)).Count;
            Task<HttpResponseMessage> replay = ReplayAsync(services);
            int moment = left - random.Next(1, Math.Max(2, left / 3));
            await Wait.UntilAsync(async () => await LetterRowsAsync(services) <= moment, $"{moment} letters are left", TimeSpan.FromMinutes(2), Cancel);
            await services.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(async () => (await replay).EnsureSuccessStatusCode());
            midway += await LetterRowsAsync(services) is > 0 and < Letters ? 1 : 0;
            await services.StartAgainAsync();
        }

        Assert.True(midway > 0, "no kill met the replay");
        using (HttpResponseMessage answer = await ReplayAsync(services))
        {
            JsonElement report = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal((0, 0), (report.GetProperty("gone").GetInt32(), report.GetProperty("failed").GetInt32()));
        }

        Assert.Empty(await LettersAsync(services));
        await AssertEachRanOnceAsync(services, runs);
    }

    private static string Manifest(string id) => $$"""{ "schemaVersion": "1.0", "id": "{{id}}", "tasks": [ { "id": "t", "commandLine": "/bin/true" } ] }""";

    private static JsonObject Event(string name, string etag) => new()
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["topic"] = $"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{Further}",
        ["subject"] = $"/blobServices/default/containers/jobs/blobs/{name}",
        ["eventType"] = "Microsoft.Storage.BlobCreated",
        ["eventTime"] = "2026-05-01T00:00:00Z",
        ["data"] = new JsonObject { ["api"] = "PutBlob", ["eTag"] = etag },
    };

    private static QueueClient Queue(KilledServices services, string name) =>
        new(services.ConnectionOf(services.Storage.AccountName), name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private static Task<HttpResponseMessage> ReplayAsync(KilledServices services) =>
        services.Http.PostAsync("api/dead-letters/replay?container=jobs", new StringContent("{}", Encoding.UTF8, "application/json"), Cancel);

    private static async Task<List<JsonElement>> LettersAsync(KilledServices services) =>
        [.. (await services.Http.GetFromJsonAsync<JsonElement>("api/dead-letters?top=500", Cancel)).GetProperty("deadLetters").EnumerateArray()];

    private static async Task<int> LetterRowsAsync(KilledServices services) =>
        (await services.RowsAsync()).Count(r => r.PartitionKey.StartsWith("dead-", StringComparison.Ordinal));

    /// <summary>How many of the runs have a claim, whether the app is up or not.</summary>
    private static async Task<int> CountAsync(KilledServices services, IReadOnlyCollection<string> runs) =>
        (await services.RowsAsync()).Count(r => r.RowKey == "entry" && runs.Contains(r.PartitionKey));

    private static async Task AssertEachRanOnceAsync(KilledServices services, IReadOnlyList<string> runs)
    {
        foreach (string id in runs)
        {
            using JsonDocument run = await services.EndOfAsync(id);
            Assert.True(run.RootElement.GetProperty("status").GetString() == RunStatus.Completed, run.RootElement.ToString());
        }

        JsonElement page = await services.Http.GetFromJsonAsync<JsonElement>("api/runs?top=500", Cancel);
        Assert.Equal(runs.Order(StringComparer.Ordinal), page.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        List<string> jobs = await services.Batch.ListJobsAsync(new Batch.ListQuery { Select = "id,metadata" })
            .Select(job => job.MetadataValue(Ids.RunMetadataName) ?? "").ToListAsync(Cancel);
        Assert.Equal(runs.Order(StringComparer.Ordinal), jobs.Order(StringComparer.Ordinal));
    }
}
