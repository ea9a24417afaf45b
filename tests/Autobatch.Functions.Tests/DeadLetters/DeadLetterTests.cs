using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.DeadLetters;

public sealed class DeadLetterTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    // Nobody can read an archived blob until it is brought back: a manifest in the archive fails every attempt.
    [Fact]
    public async Task Blob_that_fails_every_attempt_is_a_dead_letter_and_runs_once_after_its_replay()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Local:BlobRetryDelay", "00:00:00.02"));
        string id = await app.UploadAsync("Jobs", "archived.job.json", BinaryData.FromString(TestManifests.Commands("archived", "/bin/true")));
        await app.Blobs("Jobs").GetBlobClient("archived.job.json").SetAccessTierAsync(AccessTier.Archive, cancellationToken: s_cancel);
        await app.PostEventAsync("Jobs", "archived.job.json");

        JsonElement letter = await LetterAsync(app, $"container={app.Container("Jobs")}");
        Assert.Equal("archived.job.json", letter.GetProperty("name").GetString());
        Assert.Contains("archived blob", letter.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, letter.GetProperty("attempts").GetInt32());
        Assert.Equal((0, 0, 1), await ReplayAsync(app, $"id={letter.GetProperty("id").GetString()}"));
        JsonElement again = await LetterAsync(app, $"id={letter.GetProperty("id").GetString()}");
        Assert.Equal((6, "StorageRequestFailed"), (again.GetProperty("attempts").GetInt32(), again.GetProperty("code").GetString()));
        Assert.Equal(letter.GetProperty("firstAt").GetDateTimeOffset(), again.GetProperty("firstAt").GetDateTimeOffset());

        await app.Blobs("Jobs").GetBlobClient("archived.job.json").SetAccessTierAsync(AccessTier.Hot, cancellationToken: s_cancel);
        (int Replayed, int Gone, int Failed)[] both = await Task.WhenAll(
            ReplayAsync(app, $"container={app.Container("Jobs")}"), ReplayAsync(app, $"container={app.Container("Jobs")}"));
        Assert.All(both, r => Assert.Equal(0, r.Gone + r.Failed));
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        Assert.Single((await app.GetAsync("api/runs")).GetProperty("runs").EnumerateArray());
        Assert.Equal((0, 0, 0), await ReplayAsync(app, $"container={app.Container("Jobs")}"));
    }

    [Fact]
    public async Task Event_that_fails_every_attempt_is_a_dead_letter_of_its_storage_account_and_one_bad_event_holds_up_no_other()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings, ("Autobatch:Audit:Schedule", "*/1 * * * * *")]);
        west.Of(app);
        string archived = await west.UploadAsync("Jobs", "archived.job.json", TestManifests.Commands("archived", "/bin/true"));
        await west.Blobs("Jobs").GetBlobClient("archived.job.json").SetAccessTierAsync(AccessTier.Archive, cancellationToken: s_cancel);
        string fine = await west.UploadAsync("Jobs", "fine.job.json", TestManifests.Commands("fine", "/bin/true"));
        await west.SendAsync(new JsonArray(await west.EventAsync("Jobs", "archived.job.json"), await west.EventAsync("Jobs", "fine.job.json")).ToJsonString());

        JsonElement letter = await LetterAsync(app, $"container={app.Container("Jobs")}&storage=stwest");
        Assert.Equal(("stwest", 5), (letter.GetProperty("storage").GetString(), letter.GetProperty("attempts").GetInt32()));
        Assert.Equal("Completed", (await app.EndOfAsync(fine)).GetProperty("status").GetString());

        await west.Blobs("Jobs").GetBlobClient("archived.job.json").SetAccessTierAsync(AccessTier.Hot, cancellationToken: s_cancel);
        Assert.Equal((1, 0, 0), await ReplayAsync(app, $"container={app.Container("Jobs")}&storage=stwest"));
        Assert.Equal("Completed", (await app.EndOfAsync(archived)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Messages_that_nobody_can_read_are_dead_letters_with_the_reason()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings]);
        west.Of(app);
        await west.SendAsync("not an event");
        await west.SendAsync("""{"eventType":"Microsoft.Resources.ResourceWriteSuccess"}""");
        await west.SendAsync("""{"eventType":"Microsoft.Storage.BlobDeleted"}""");
        await new QueueClient(fixture.Azurite.ConnectionString, west.Queue().Name).SendMessageAsync("no base64!", s_cancel);
        JsonObject stranger = west.Event("Jobs", "a.job.json", "0x1");
        stranger["topic"] = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/stranger";
        await west.SendAsync(stranger.ToJsonString());

        JsonElement[] messages = await LettersAsync(app, "messages=true", 3);
        Assert.All(messages, m => Assert.Equal("EventUnreadable", m.GetProperty("code").GetString()));
        Assert.Equal(
            ["no base64!", "not an event", """{"eventType":"Microsoft.Resources.ResourceWriteSuccess"}"""],
            messages.Select(m => m.GetProperty("message").GetString()).Order(StringComparer.Ordinal));
        JsonElement unknown = await LetterAsync(app, $"container={app.Container("Jobs")}&storage=stranger");
        Assert.Equal("StorageNotConfigured", unknown.GetProperty("code").GetString());
        Assert.Equal((0, 0, 1), await ReplayAsync(app, $"container={app.Container("Jobs")}&storage=stranger"));
        Assert.Equal((0, 3, 0), await ReplayAsync(app, "messages=true"));
        Assert.Single((await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
    }

    [Fact]
    public async Task Letters_of_blobs_that_are_gone_or_have_another_version_are_taken_out()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.200"));
        QueueClient poison = new(
            fixture.Azurite.ConnectionString, app.Setting("Autobatch:Events:BlobPoisonQueue"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await poison.CreateIfNotExistsAsync(cancellationToken: s_cancel);
        await app.UploadAsync("Inputs", "frames/new.txt", BinaryData.FromString("new"));
        foreach ((string container, string name) in ((string, string)[])[(app.Container("Jobs"), "gone.job.json"), (app.Container("Inputs"), "frames/new.txt"), (app.Container("Inputs"), "loose.txt")])
        {
            // As the real host writes it: without a reason.
            await poison.SendMessageAsync(
                new JsonObject
                {
                    ["Type"] = "BlobTrigger",
                    ["FunctionId"] = "Host.Functions.ManifestDropped",
                    ["BlobType"] = "BlockBlob",
                    ["ContainerName"] = container,
                    ["BlobName"] = name,
                    ["ETag"] = "\"0x1\"",
                }.ToJsonString(),
                s_cancel);
        }

        await poison.SendMessageAsync("[]", s_cancel);
        JsonElement ofWorkload = await LetterAsync(app, "workload=frames");
        Assert.Equal(("frames", "frames/new.txt", "0x1"), (ofWorkload.GetProperty("workload").GetString(), ofWorkload.GetProperty("name").GetString(), ofWorkload.GetProperty("eTag").GetString()));
        Assert.Equal(4, (await LettersAsync(app, "", 4)).Length);
        Assert.Equal((0, 1, 0), await ReplayAsync(app, "workload=frames"));
        Assert.Equal((0, 3, 0), await ReplayAsync(app, ""));
        Assert.Empty((await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
    }

    [Fact]
    public async Task Replay_that_a_kill_cuts_off_goes_on_and_starts_each_run_once()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.200"));
        QueueClient poison = new(
            fixture.Azurite.ConnectionString, app.Setting("Autobatch:Events:BlobPoisonQueue"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await poison.CreateIfNotExistsAsync(cancellationToken: s_cancel);
        List<string> ids = [];
        for (int i = 0; i < 12; i++)
        {
            ids.Add(await app.UploadAsync("Jobs", $"many{i}.job.json", BinaryData.FromString(TestManifests.Commands($"many{i}", "/bin/true"))));
            BlobProperties blob = await app.Blobs("Jobs").GetBlobClient($"many{i}.job.json").GetPropertiesAsync(cancellationToken: s_cancel);
            await poison.SendMessageAsync(
                new JsonObject { ["FunctionId"] = "f", ["ContainerName"] = app.Container("Jobs"), ["BlobName"] = $"many{i}.job.json", ["ETag"] = blob.ETag.ToString() }.ToJsonString(), s_cancel);
        }

        await LettersAsync(app, "", 12);
        Task<HttpResponseMessage> cut = app.Http.PostAsync("api/dead-letters/replay", JsonContent.Create(new JsonObject()), s_cancel);
        await Wait.UntilAsync(
            async () => (await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").GetArrayLength() < 12, "the replay has begun", cancellationToken: s_cancel);
        await app.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => (await cut).EnsureSuccessStatusCode());
        (int replayed, int gone, int failed) = await ReplayAsync(app, "");
        Assert.Equal((0, 0), (gone, failed));
        Assert.InRange(replayed, 0, 11);
        foreach (string id in ids)
        {
            Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        }

        Assert.Equal(ids.Order(), (await app.GetAsync("api/runs")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).Order());
        Assert.Empty((await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
    }

    [Fact]
    public async Task Letters_are_taken_out_without_another_try_and_their_files_stay()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings]);
        west.Of(app);
        await west.SendAsync("not an event");
        await west.SendAsync("nor is this");
        DeadLetterBox box = app.Services.GetRequiredService<DeadLetterBox>();
        await app.InputAsync("frames/a.txt", "a");
        await box.AddAsync(new HomeContainer(null, app.Container("Inputs")), "frames/a.txt", null, Errors.ErrorCodes.ArrivalFailed, "a test gave up", 5, s_cancel);
        string id = (await LetterAsync(app, "workload=frames")).GetProperty("id").GetString()!;
        await LettersAsync(app, "messages=true", 2);

        Assert.Equal(HttpStatusCode.BadRequest, (await DeleteAsync(app, "")).Status);
        Assert.Equal((HttpStatusCode.OK, 2), await DeleteAsync(app, "messages=true"));
        Assert.Equal((HttpStatusCode.OK, 0), await DeleteAsync(app, "messages=true"));
        Assert.Equal((HttpStatusCode.OK, 1), await DeleteAsync(app, $"id={id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(app, $"id={id}")).Status);

        Assert.Empty((await app.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
        Assert.True(await app.Blobs("Inputs").GetBlobClient("frames/a.txt").ExistsAsync(s_cancel));
    }

    private static async Task<(HttpStatusCode Status, int Deleted)> DeleteAsync(RunningApp app, string query)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, $"api/dead-letters?{query}") { Content = JsonContent.Create(new JsonObject()) };
        using HttpResponseMessage answer = await app.Http.SendAsync(request, s_cancel);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(s_cancel);
        return (answer.StatusCode, body.TryGetProperty("deleted", out JsonElement deleted) ? deleted.GetInt32() : 0);
    }

    private static async Task<JsonElement> LetterAsync(RunningApp app, string query) => Assert.Single(await LettersAsync(app, query, 1));

    private static async Task<JsonElement[]> LettersAsync(RunningApp app, string query, int count)
    {
        JsonElement[] letters = [];
        await Wait.UntilAsync(
            async () => (letters = [.. (await app.GetAsync($"api/dead-letters?{query}")).GetProperty("deadLetters").EnumerateArray()]).Length >= count,
            $"{count} dead letters of {query}",
            TimeSpan.FromSeconds(60),
            s_cancel);
        return letters;
    }

    private static async Task<(int Replayed, int Gone, int Failed)> ReplayAsync(RunningApp app, string query)
    {
        using HttpResponseMessage answer = await app.Http.PostAsync($"api/dead-letters/replay?{query}", JsonContent.Create(new JsonObject()), s_cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement report = await answer.Content.ReadFromJsonAsync<JsonElement>(s_cancel);
        return (report.GetProperty("replayed").GetInt32(), report.GetProperty("gone").GetInt32(), report.GetProperty("failed").GetInt32());
    }
}
