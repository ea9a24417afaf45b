using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Storage;

public sealed class FurtherStorageTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Manifest_dropped_into_a_further_storage_account_runs_there_once_by_its_event()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings]);
        west.Of(app);
        await west.UploadAsync("Inputs", "in/a.txt", "from the west");
        await west.UploadAsync("Inputs", "in/b.txt", "from the west");
        string id = await west.UploadAsync("Jobs", "west.job.json", TestManifests.PerFile(app, "west", "in/", "/bin/cat {fileName}"));
        JsonObject created = await west.EventAsync("Jobs", "west.job.json");
        await west.SendAsync(created.ToJsonString());
        await west.SendAsync(new JsonArray(created.DeepClone(), created.DeepClone()).ToJsonString());

        JsonElement run = await app.EndOfAsync(id);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("stwest", run.GetProperty("source").GetProperty("storage").GetString());
        Assert.Equal(2, run.GetProperty("tasks").GetProperty("succeeded").GetInt32());

        JsonElement outputs = await app.GetAsync($"api/runs/{id}/outputs");
        JsonElement stdout = outputs.GetProperty("outputs").EnumerateArray().First(o => o.GetProperty("name").GetString()!.EndsWith("stdout.txt", StringComparison.Ordinal));
        Assert.Equal("from the west", await app.Http.GetStringAsync(stdout.GetProperty("link").GetString(), s_cancel));
        Assert.True((await west.Blobs("Outputs").GetBlobClient(stdout.GetProperty("name").GetString()).ExistsAsync(s_cancel)).Value);
        Assert.Empty(await NamesAsync(app.Blobs("Outputs")));
        Assert.True((await app.Blobs("Results").GetBlobClient($"{id}/result.json").ExistsAsync(s_cancel)).Value, "results lie in the primary storage account");
        Assert.False((await west.Blobs("Results").ExistsAsync(s_cancel)).Value);

        // The same event again, as Event Grid may send it, and a look of the audit: still one run.
        await west.SendAsync(created.ToJsonString());
        await EmptyAsync(west);
        Assert.Equal([id], (await app.GetAsync("api/runs")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Audit_finds_what_no_event_told_of_in_every_storage_account_and_tells_zero_after_that()
    {
        FurtherStorage north = new(fixture.Azurite, "stnorth");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. north.Settings, ("Autobatch:Audit:Schedule", "*/1 * * * * *")]);
        north.Of(app);
        string manifest = TestManifests.Commands("audited", "/bin/true");
        string far = await north.UploadAsync("Jobs", "far.job.json", manifest);
        string near = await app.UploadAsync("Jobs", "near.job.json", BinaryData.FromString(manifest));
        Assert.Equal("Completed", (await app.EndOfAsync(far)).GetProperty("status").GetString());
        Assert.Equal("Completed", (await app.EndOfAsync(near)).GetProperty("status").GetString());

        JsonElement? audit = null;
        await Wait.UntilAsync(
            async () =>
            {
                audit = await app.GetAsync("api/audit");
                JsonElement[] seen = [.. Jobs(app, audit.Value)];
                return seen.Length == 2 && seen.All(c => c.GetProperty("totalUnprocessed").GetInt64() == 1) && audit.Value.GetProperty("unprocessed").GetInt32() == 0;
            },
            "the audit found one blob in each storage account, and then none",
            cancellationToken: s_cancel);
        Assert.Equal([null, "stnorth"], Jobs(app, audit!.Value).Select(c => c.TryGetProperty("storage", out JsonElement storage) ? storage.GetString() : null).Order());
        Assert.All(Jobs(app, audit.Value), c => Assert.Equal((1, 0), (c.GetProperty("looked").GetInt32(), c.GetProperty("failed").GetInt32())));
    }

    [Fact]
    public async Task Input_files_of_a_further_storage_account_that_no_event_told_of_are_counted_and_collected()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings, ("Autobatch:Audit:Schedule", "*/1 * * * * *")]);
        west.Of(app);
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 2 """));
        await west.UploadAsync("Inputs", $"{workload}/a.csv", "a");
        await west.UploadAsync("Inputs", $"{workload}/b.csv", "b");

        Assert.Single(await app.RunsAsync(workload, 1));
        await Wait.UntilAsync(
            async () => (await app.GetAsync("api/audit")).GetProperty("containers").EnumerateArray().Any(c =>
                c.GetProperty("container").GetString() == $"{app.Container("Inputs")}/{workload}" && c.TryGetProperty("storage", out JsonElement storage) && storage.GetString() == "stwest"
                && c.GetProperty("totalUnprocessed").GetInt64() == 2 && c.GetProperty("unprocessed").GetInt32() == 0),
            "the audit tells two files, and then none",
            cancellationToken: s_cancel);
    }

    [Fact]
    public async Task Storage_account_that_does_not_answer_keeps_no_other_from_being_audited()
    {
        int port = FreePort.Find();
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite,
            ("Autobatch:Storage:0:Name", "staway"),
            ("Autobatch:Storage:0:Connection", $"DefaultEndpointsProtocol=http;AccountName=staway;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{port}/staway"),
            ("Autobatch:Audit:Schedule", "*/1 * * * * *"));
        string id = await app.UploadAsync("Jobs", "here.job.json", BinaryData.FromString(TestManifests.Commands("here", "/bin/true")));
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    private static IEnumerable<JsonElement> Jobs(RunningApp app, JsonElement audit) =>
        audit.GetProperty("containers").EnumerateArray().Where(c => c.GetProperty("container").GetString() == app.Container("Jobs"));

    private static Task EmptyAsync(FurtherStorage storage) => Wait.UntilAsync(
        async () => (await storage.Queue().GetPropertiesAsync(s_cancel)).Value.ApproximateMessagesCount == 0, "the event queue is empty", cancellationToken: s_cancel);

    private static async Task<List<string>> NamesAsync(Azure.Storage.Blobs.BlobContainerClient container)
    {
        List<string> names = [];
        await foreach (BlobItem blob in container.GetBlobsAsync(cancellationToken: s_cancel))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
