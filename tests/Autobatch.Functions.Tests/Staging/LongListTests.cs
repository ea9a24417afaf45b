using System.Text.Json;
using Autobatch.Functions.Tests.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>Lists of resource files that are longer than Batch takes.</summary>
public sealed class LongListTests(AppFixture fixture)
{
    private const int Contents = 240;
    private const string Count = "/bin/sh -c 'find . -name \\\"*.txt\\\" -type f -exec cat {} + | sort -n | uniq | wc -l; cat conf/7.txt; cat data/in/l/a.txt'";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_a_list_that_is_too_long_arrive_all_the_same_and_are_copied_once_for_all_runs_until_they_change()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Retention:Staged", "P30D"));
        await app.InputAsync("in/l/a.txt", "100001\n");
        await app.InputAsync("in/l/b.txt", "100002\n");
        string manifest = Manifest(app);

        JsonElement explained = await app.ExplainAsync(manifest);
        Assert.True(explained.GetProperty("ok").GetBoolean(), explained.ToString());
        Assert.Equal((Contents + 2, Contents + 2, false), List(explained));
        Assert.Empty(await ContainersAsync(app));

        (string out1, JsonElement staging1) = await RunAsync(app, manifest);
        string container = Assert.Single(await ContainersAsync(app));
        Assert.Equal($"{Contents + 2}\n7\n100001\n", out1);
        Assert.Equal((1, (2 * Contents) + 2), (staging1.GetProperty("lists").GetInt32(), staging1.GetProperty("blobs").GetInt32()));
        Assert.Equal((Contents + 2, Contents + 2, true), List(await app.ExplainAsync(manifest)));

        (_, JsonElement staging2) = await RunAsync(app, manifest);
        Assert.Equal(container, Assert.Single(await ContainersAsync(app)));
        Assert.Equal(staging2.GetProperty("bytes").GetInt64(), staging2.GetProperty("savedBytes").GetInt64());

        await app.InputAsync("in/l/a.txt", "100003\n");
        (string out3, _) = await RunAsync(app, manifest);
        Assert.Equal($"{Contents + 2}\n7\n100003\n", out3);
        Assert.Equal(2, (await ContainersAsync(app)).Count);

        // What no run has used for long goes with the rest that is staged; a container of somebody else stays, whatever its name.
        string foreign = $"{container[..^4]}0000";
        await app.Storage.CreateBlobContainerAsync(foreign, cancellationToken: Cancel);
        await app.SweepAsync(TimeSpan.FromDays(31));
        Assert.Equal(foreign, Assert.Single(await ContainersAsync(app)));
    }

    [Fact]
    public async Task Container_of_a_list_stays_while_an_open_run_uses_it()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Retention:Staged", "P30D"));
        using Gatepost post = new();
        await app.InputAsync("in/l/a.txt", "100001\n");
        await app.InputAsync("in/l/b.txt", "100002\n");
        string id = await app.DropAsync("Jobs", "open.job.json", Manifest(app, post.Command));
        await app.RunningAsync(id, 1);

        await app.SweepAsync(TimeSpan.FromDays(31));
        Assert.Single(await ContainersAsync(app));

        post.Open();
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        await app.SweepAsync(TimeSpan.FromDays(31));
        Assert.Empty(await ContainersAsync(app));
    }

    [Fact]
    public async Task Record_of_copies_that_vanishes_under_a_waiting_run_is_told_by_its_name()
    {
        await using FileHost host = new();
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, o => o with { ActiveJobQuota = 1 },
            ("Autobatch:Staging:AllowedHosts", host.Host), ("Autobatch:Staging:AllowPrivateAddresses", "true"));
        host.Files["/a.txt"] = new HostedFile("a"u8.ToArray(), "\"1\"");
        using Gatepost post = new();
        string other = await app.DropAsync("Jobs", "other.job.json", TestManifests.Commands("other", post.Command));
        await app.RunningAsync(other, tasks: 1);
        string id = await app.DropAsync("Jobs", "vanish.job.json", $$"""
            { "schemaVersion": "1.0", "id": "vanish", "tasks": [ { "id": "a", "commandLine": "/bin/true", "resourceFiles": [ { "httpUrl": "{{host.Url("/a.txt")}}", "copy": true, "filePath": "a" } ] } ] }
            """);
        await app.WaitingAsync(id, WaitingReason.WaitingForQuota);
        await app.Storage.GetBlobContainerClient("autobatch-runs").DeleteBlobAsync($"{id}/staging.json", cancellationToken: Cancel);
        await app.RestartAsync();
        post.Open();

        JsonElement run = await app.EndOfAsync(id);

        Assert.Equal(("Failed", "StagingVanished"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
    }

    private static string Manifest(RunningApp app, string command = Count)
    {
        IEnumerable<string> files = Enumerable.Range(0, Contents).Select(i => $$"""{ "content": "{{i}}\n", "filePath": "conf/{{i}}.txt" }""")
            .Concat("ab".Select(c => $$"""{ "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "in/l/{{c}}.txt", "filePath": "data" }"""));
        return $$"""
            { "schemaVersion": "1.0", "id": "lists", "tasks": [ { "id": "a", "commandLine": "{{command}}", "resourceFiles": [ {{string.Join(',', files)}} ] } ] }
            """;
    }

    private static async Task<(string Stdout, JsonElement Staging)> RunAsync(RunningApp app, string manifest)
    {
        string id = await app.EndAsync(app.DropAsync("Jobs", $"{Guid.NewGuid():n}.job.json", manifest), "Completed");
        return (await app.StdoutAsync(id, "a"), (await app.ReadJsonAsync("Results", $"{id}/result.json")).GetProperty("staging"));
    }

    private static (int Items, int Files, bool Unchanged) List(JsonElement explained)
    {
        JsonElement list = Assert.Single(explained.GetProperty("staging").GetProperty("lists").EnumerateArray());
        return (list.GetProperty("items").GetInt32(), list.GetProperty("files").GetInt32(), list.GetProperty("unchanged").GetBoolean());
    }

    private static async Task<IReadOnlyList<string>> ContainersAsync(RunningApp app)
    {
        List<string> found = [];
        string prefix = Autobatch.Functions.Staging.StagedLists.PrefixOf(app.Container("Staged"));
        await foreach (BlobContainerItem container in app.Storage.GetBlobContainersAsync(BlobContainerTraits.None, BlobContainerStates.None, prefix, Cancel))
        {
            found.Add(container.Name);
        }

        return found;
    }
}
