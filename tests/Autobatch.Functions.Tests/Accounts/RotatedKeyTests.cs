using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>A storage key is made anew while runs are under way.</summary>
public sealed class RotatedKeyTests(AppFixture shared)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_whose_tasks_are_denied_goes_on_after_one_synchronisation_and_keeps_what_succeeded()
    {
        // Without streams to upload, the first task needs no storage and succeeds.
        await using RunningApp app = await RunningApp.StartAsync(
            shared.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings(("Autobatch:Runs:KeepStandardStreams", "false")));
        using Gatepost gate = new();
        await app.InputAsync("in/a.txt", "hello");
        string[] runs = [await StartAsync(app, gate), await StartAsync(app, gate)];
        foreach (string run in runs)
        {
            await app.RunningAsync(run, 1);
        }

        DateTimeOffset synchronised = (await AccountFactsTests.FactsAsync(app, AccountFixture.North)).Link!.LastKeySync;
        using SyncCalls calls = new(app);

        await RegenerateAsync(app);
        gate.Open();

        foreach (string run in runs)
        {
            JsonElement ended = await app.EndOfAsync(run, TimeSpan.FromSeconds(120));
            Assert.True(ended.GetProperty("status").GetString() == "Completed", ended.ToString());
            JsonElement result = await app.ReadJsonAsync("Results", $"{run}/result.json");
            Assert.Contains(result.GetProperty("warnings").EnumerateArray(), w => w.GetProperty("code").GetString() == "StorageKeysRotated" && w.ToString().Contains("1 tasks were kept", StringComparison.Ordinal));
            JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
            Assert.Equal(["first", "second"], tasks.Select(t => t.GetProperty("id").GetString()).Order());
            Assert.All(tasks, t => Assert.Equal("success", t.GetProperty("result").GetString()));
        }

        BatchAccountFacts after = await AccountFactsTests.FactsAsync(app, AccountFixture.North);
        Assert.True(after.Link!.LastKeySync > synchronised);
        Assert.All(after.Storage!.KeysCreated.Values, made => Assert.True(made <= after.Link.LastKeySync));
        Assert.All(runs, run => Assert.Contains(app.Logs.All, l => l.Contains($"Run {run} waits: StorageKeysRotated", StringComparison.Ordinal)));
        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public async Task Tasks_that_are_denied_while_others_run_are_noticed_then_and_later_ones_have_the_new_key()
    {
        // The run's home is the linked storage account, so tasks name their container and nodes bring the key.
        await using RunningApp app = await RunningApp.StartAsync(
            shared.Azurite, ("Autobatch:Runs:KeepStandardStreams", "false"), ("Autobatch:DefaultPool:Nodes", "2"), ("Autobatch:DefaultPool:TaskSlotsPerNode", "1"));
        using Gatepost longest = new();
        using Gatepost held = new();
        using Gatepost between = new();
        using SyncCalls calls = new(app);
        await app.InputAsync("in/a.txt", "hello");
        string file = $$""" "resourceFiles":[{"autoStorageContainerName":"{{app.Container("Inputs")}}","blobPrefix":"in/"}] """;
        string run = await app.StartRunAsync($$"""
            {"schemaVersion":"1.0","id":"underway","tasks":[
              {"id":"longest","commandLine":"{{longest.Command}}"},
              {"id":"held","commandLine":"{{held.Command}}"},
              {"id":"denied","commandLine":"/bin/cat in/a.txt","dependsOn":{"taskIds":["held"]},{{file}},"exitConditions":{"preProcessingError":{"dependencyAction":"satisfy"} } },
              {"id":"between","commandLine":"{{between.Command}}","dependsOn":{"taskIds":["denied"]} },
              {"id":"later","commandLine":"/bin/cat in/a.txt","dependsOn":{"taskIds":["between"]},{{file}}}
            ]}
            """);
        await app.RunningAsync(run, 2);

        await RegenerateAsync(app, "devstoreaccount1");
        held.Open();
        await Wait.UntilAsync(() => app.Logs.All.Any(l => l.Contains($"Run {run} goes on with the new keys", StringComparison.Ordinal)), "the keys are put right", TimeSpan.FromSeconds(60), s_cancel);
        between.Open();

        await Wait.UntilAsync(async () => await ResultOfAsync(app, run, "later") is not null, "the later task is over", TimeSpan.FromSeconds(60), s_cancel);
        Assert.True(await ResultOfAsync(app, run, "later") == "success", (await app.GetAsync($"api/runs/{run}/tasks")).ToString());
        Assert.Null(await ResultOfAsync(app, run, "longest"));
        longest.Open();
        JsonElement ended = await app.EndOfAsync(run);
        Assert.True(ended.GetProperty("status").GetString() == "Completed", ended.ToString());
        Assert.Equal(1, calls.Count);
        JsonElement result = await app.ReadJsonAsync("Results", $"{run}/result.json");
        Assert.All(result.GetProperty("tasks").EnumerateArray(), t => Assert.Equal("success", t.GetProperty("result").GetString()));
        Assert.Contains(result.GetProperty("warnings").EnumerateArray(), w => w.ToString().Contains("4 tasks were kept", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("starttaskfailed")]
    [InlineData("unusable")]
    public async Task Nodes_that_are_denied_what_they_start_with_come_up_after_one_synchronisation(string state)
    {
        await using RunningApp app = await RunningApp.StartAsync(shared.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings());
        await app.InputAsync("in/a.txt", "hello");
        string application = Registrations.Unique();
        string start = $$""" "startTask":{"commandLine":"/bin/cat in/a.txt","waitForSuccess":true,"resourceFiles":[{"autoStorageContainerName":"{{app.Container("Inputs")}}","blobPrefix":"in/"}]} """;
        if (state == "unusable")
        {
            JsonElement registered = await app.RegisterAsync(application, "1", Zips.Of(("a.txt", "package")));
            Assert.True(registered.GetProperty("status").GetString() == "Completed", registered.ToString());
            start = $$""" "applicationPackageReferences":[{"applicationId":"{{application}}","version":"1"}] """;
        }

        string[] pools = ["denied-1", "denied-2"];
        foreach (string pool in pools)
        {
            await app.UploadAsync("Pools", $"{pool}.pool.json", BinaryData.FromString($$"""
                {"vmSize":"a","targetDedicatedNodes":1,"virtualMachineConfiguration":{"imageReference":{"publisher":"p","offer":"o","sku":"s"},"nodeAgentSKUId":"n"},{{start}}}
                """));
        }

        using SyncCalls calls = new(app);
        await RegenerateAsync(app);
        string[] runs = [.. await Task.WhenAll(pools.Select(pool => app.DropAsync("Jobs", $"{pool}.job.json", $$"""
            {"schemaVersion":"1.0","id":"{{pool}}","poolInfo":{"poolId":"{{pool}}"},"batchAccounts":["north"],"tasks":[{"id":"a","commandLine":"/bin/true"}]}
            """)))];

        foreach (string run in runs)
        {
            JsonElement ended = await app.EndOfAsync(run);
            Assert.True(ended.GetProperty("status").GetString() == "Completed", ended.ToString());
            Assert.Contains(app.Logs.All, l => l.Contains($"Run {run} goes on with the new keys", StringComparison.Ordinal));
        }

        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public async Task What_is_denied_for_another_reason_stays_failed_and_nothing_is_synchronised()
    {
        await using RunningApp app = await RunningApp.StartAsync(shared.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings());
        using Gatepost gate = new();
        await app.InputAsync("in/a.txt", "hello");
        gate.Open();
        DateTimeOffset synchronised = (await AccountFactsTests.FactsAsync(app, AccountFixture.North)).Link!.LastKeySync;
        await SendAsync(app, HttpMethod.Put, "_emulator/faults", """{"rules":[{"kind":"storageAccess","outcome":"accessDenied","purpose":"resourceFiles"}]}""");

        JsonElement ended = await app.EndOfAsync(await StartAsync(app, gate));

        Assert.True(ended.GetProperty("status").GetString() == "CompletedWithFailures", ended.ToString());
        Assert.Equal(synchronised, (await AccountFactsTests.FactsAsync(app, AccountFixture.North)).Link!.LastKeySync);
    }

    /// <summary>A run whose second task is denied its file, since the key is made anew while the first one runs; gives its id once it has ended.</summary>
    internal static async Task<string> RunThroughRotationAsync(RunningApp app)
    {
        using Gatepost gate = new();
        await app.InputAsync("in/a.txt", "hello");
        string run = await StartAsync(app, gate);
        await app.RunningAsync(run, 1);
        await RegenerateAsync(app);
        gate.Open();
        await app.EndOfAsync(run, TimeSpan.FromSeconds(120));
        return run;
    }

    private static async Task<string> StartAsync(RunningApp app, Gatepost gate)
    {
        string manifest = $$"""
            {"schemaVersion":"1.0","id":"rotated","tasks":[
              {"id":"first","commandLine":"{{gate.Command}}"},
              {"id":"second","commandLine":"/bin/cat in/a.txt","dependsOn":{"taskIds":["first"]},"resourceFiles":[{"autoStorageContainerName":"{{app.Container("Inputs")}}","blobPrefix":"in/"}]}
            ]}
            """;
        return await app.StartRunAsync(manifest);
    }

    private static async Task<string?> ResultOfAsync(RunningApp app, string run, string task)
    {
        JsonElement tasks = await app.GetAsync($"api/runs/{run}/tasks");
        return tasks.GetProperty("tasks").EnumerateArray().Where(t => t.GetProperty("id").GetString() == task)
            .Select(t => t.TryGetProperty("result", out JsonElement result) ? result.GetString() : null).FirstOrDefault();
    }

    private static Task RegenerateAsync(RunningApp app, string storage = "general") =>
        SendAsync(app, HttpMethod.Post, $"{AccountFixture.StorageId(storage).TrimStart('/')}/regenerateKey?api-version=2024-01-01", """{"keyName":"key1"}""");

    private static async Task SendAsync(RunningApp app, HttpMethod method, string path, string body)
    {
        using HttpClient http = new() { BaseAddress = app.Emulator.HttpAddress };
        using HttpRequestMessage request = new(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "autobatch-development-token");
        using HttpResponseMessage answer = await http.SendAsync(request, s_cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(s_cancel));
    }
}
