using System.Security.Cryptography;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Staging;

public sealed class ExternalCopyTests(AppFixture fixture)
{
    private const int Block = 64 * 1024;

    [Fact]
    public async Task Small_file_is_copied_once_and_again_only_when_its_etag_changes()
    {
        await using FileHost host = new();
        await using RunningApp app = await StartAsync(host);
        host.Files["/data/a.txt"] = new HostedFile("first"u8.ToArray(), "\"1\"");
        string manifest = Cat(host.Url("/data/a.txt"));

        JsonElement result = await ResultAsync(app, await RunAsync(app, manifest), "first");
        Assert.Equal((1, 5, 0), Staging(result));
        JsonElement whole = await app.ExplainAsync(manifest);
        Assert.True(whole.GetProperty("ok").GetBoolean(), whole.ToString());
        JsonElement explained = whole.GetProperty("staging").GetProperty("copies")[0];
        Assert.Equal((host.Url("/data/a.txt"), 5, true), (explained.GetProperty("url").GetString(), explained.GetProperty("bytes").GetInt32(), explained.GetProperty("unchanged").GetBoolean()));

        host.Asked.Clear();
        result = await ResultAsync(app, await RunAsync(app, manifest), "first");
        Assert.Equal((1, 5, 5), Staging(result));
        Assert.DoesNotContain(host.Asked, a => a.Method == "GET");

        host.Files["/data/a.txt"] = new HostedFile("second"u8.ToArray(), "\"2\"");
        result = await ResultAsync(app, await RunAsync(app, manifest), "second");
        Assert.Equal((1, 6, 0), Staging(result));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("second"u8)), Assert.Single(await StagedAsync(app), s => s.Bytes == 6).Name);
    }

    [Fact]
    public async Task Large_file_goes_on_after_a_kill_from_the_blocks_that_are_there()
    {
        await using FileHost host = new();
        await using RunningApp app = await StartAsync(host);
        byte[] content = RandomNumberGenerator.GetBytes((10 * Block) + 17);
        host.Files["/large.bin"] = new HostedFile(content, "\"v\"");
        int answered = 0;
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Before = _ => Interlocked.Increment(ref answered) > 6 ? open.Task : Task.CompletedTask;

        string id = await app.DropAsync("Jobs", "large.job.json", Sum(host.Url("/large.bin")));
        await Wait.UntilAsync(async () => await UncommittedAsync(app) >= 6, "six blocks are written", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await app.KillAsync();
        open.SetResult();
        host.Asked.Clear();
        JsonElement run = await app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), (await app.StdoutAsync(id, "a")).Split(' ')[0]);
        Assert.InRange(host.Asked.Where(a => a.Method == "GET").Select(a => a.Range).Distinct().Count(), 1, 5);
        Assert.DoesNotContain(await StagedAsync(app), s => s.Name.StartsWith("copying/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_that_changes_while_it_is_copied_fails_the_run_as_changed()
    {
        await using FileHost host = new();
        await using RunningApp app = await StartAsync(host);
        host.Files["/f"] = new HostedFile(new byte[8 * Block], "\"1\"");
        host.Before = _ =>
        {
            if (host.Asked.Count(a => a.Method == "GET") == 5)
            {
                host.Files["/f"] = new HostedFile(new byte[8 * Block], "\"2\"");
            }

            return Task.CompletedTask;
        };

        string id = await app.DropAsync("Jobs", "changing.job.json", Sum(host.Url("/f")));
        JsonElement run = await app.EndOfAsync(id);

        Assert.Equal("Failed", run.GetProperty("status").GetString());
        Assert.Equal("InputChanged", run.GetProperty("error").GetProperty("code").GetString());
        Assert.False(run.TryGetProperty("jobId", out JsonElement job) && await app.Batch.GetJobIfExistsAsync(job.GetString()!, "id", TestContext.Current.CancellationToken) is not null);
    }

    [Fact]
    public async Task Host_that_tells_neither_parts_nor_sizes_is_read_as_a_stream()
    {
        await using FileHost host = new();
        await using RunningApp app = await StartAsync(host);
        byte[] content = RandomNumberGenerator.GetBytes((3 * Block) + 1);
        host.Files["/stream"] = new HostedFile(content, null) { Ranges = false, TellsLength = false };

        string id = await RunAsync(app, Sum(host.Url("/stream")));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), (await app.StdoutAsync(id, "a")).Split(' ')[0]);
    }

    [Fact]
    public async Task Redirect_is_followed_to_allowed_hosts_only_and_what_is_missing_or_too_large_is_told_early()
    {
        await using FileHost host = new();
        await using FileHost other = new();
        await using RunningApp app = await StartAsync(host, ("Autobatch:Staging:MaxBytes", "100"));
        host.Files["/ok"] = new HostedFile("there"u8.ToArray(), "\"1\"");
        host.Files["/to-ok"] = new HostedFile([], null) { RedirectTo = "/ok" };
        host.Files["/to-other"] = new HostedFile([], null) { RedirectTo = other.Url("/ok") };
        host.Files["/large"] = new HostedFile(new byte[101], "\"1\"");
        host.Files["/endless"] = new HostedFile(new byte[101], "\"1\"") { Ranges = false, TellsLength = false };
        other.Files["/ok"] = new HostedFile("other"u8.ToArray(), "\"1\"");

        Assert.Equal("there", await app.StdoutAsync(await RunAsync(app, Cat(host.Url("/to-ok"))), "a"));
        foreach ((string path, string code) in new[] { ("/to-other", "CopyNotAllowed"), ("/large", "CopyTooLarge"), ("/endless", "CopyTooLarge"), ("/missing", "CopyFailed") })
        {
            JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", $"{path[1..]}.job.json", Cat(host.Url(path))));
            Assert.True(run.GetProperty("error").GetProperty("code").GetString() == code, $"{path}: {run}");
        }

        Assert.Empty(other.Asked);
        JsonElement explained = await app.ExplainAsync(Cat(host.Url("/missing")));
        Assert.Equal("CopyFailed", explained.GetProperty("firstFault").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nothing_is_copied_unless_settings_allow_its_host_and_without_copy_nodes_fetch_the_url()
    {
        await using FileHost host = new();
        RunningApp app = fixture.App;
        host.Files["/a"] = new HostedFile("by the node"u8.ToArray(), "\"1\"");
        string copied = Cat(host.Url("/a").Replace("http:", "https:", StringComparison.Ordinal));

        JsonElement refused = (await app.ExplainAsync(copied)).GetProperty("firstFault");
        Assert.Equal(("CopyNotAllowed", "/tasks/0/resourceFiles/0/httpUrl"), (refused.GetProperty("code").GetString(), refused.GetProperty("pointer").GetString()));
        Assert.Empty(host.Asked);
        Assert.Equal("by the node", await app.StdoutAsync(await RunAsync(app, Cat(host.Url("/a")).Replace(", \"copy\": true", "", StringComparison.Ordinal)), "a"));
    }

    private Task<RunningApp> StartAsync(FileHost host, params (string, string)[] settings) => RunningApp.StartAsync(
        fixture.Azurite,
        [("Autobatch:Staging:AllowedHosts", host.Host), ("Autobatch:Staging:AllowPrivateAddresses", "true"), ("Autobatch:Staging:BlockBytes", $"{Block}"), .. settings]);

    private static string Cat(string url) => Manifest("/bin/cat f", url);

    private static string Sum(string url) => Manifest("sha256sum f", url);

    private static string Manifest(string command, string url) => $$"""
        { "schemaVersion": "1.0", "id": "copies", "tasks": [ { "id": "a", "commandLine": "{{command}}", "resourceFiles": [ { "httpUrl": "{{url}}", "filePath": "f", "copy": true } ] } ] }
        """;

    private static async Task<string> RunAsync(RunningApp app, string manifest)
    {
        string id = await app.DropAsync("Jobs", $"{Guid.NewGuid():n}.job.json", manifest);
        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        return id;
    }

    private static async Task<JsonElement> ResultAsync(RunningApp app, string id, string stdout)
    {
        Assert.Equal(stdout, await app.StdoutAsync(id, "a"));
        return await app.ReadJsonAsync("Results", $"{id}/result.json");
    }

    private static (int, int, int) Staging(JsonElement result) => (
        result.GetProperty("staging").GetProperty("blobs").GetInt32(),
        result.GetProperty("staging").GetProperty("bytes").GetInt32(),
        result.GetProperty("staging").GetProperty("savedBytes").GetInt32());

    private static async Task<List<(string Name, long Bytes)>> StagedAsync(RunningApp app)
    {
        List<(string, long)> found = [];
        await foreach (BlobItem blob in app.Blobs("Staged").GetBlobsAsync())
        {
            found.Add((blob.Name, blob.Properties.ContentLength ?? 0));
        }

        return found;
    }

    private static async Task<int> UncommittedAsync(RunningApp app)
    {
        await foreach (BlobItem blob in app.Blobs("Staged").GetBlobsAsync(new GetBlobsOptions { Prefix = "copying/", States = BlobStates.Uncommitted }))
        {
            BlockList list = await Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetBlockBlobClient(app.Blobs("Staged"), blob.Name).GetBlockListAsync(BlockListTypes.Uncommitted);
            return list.UncommittedBlocks.Count();
        }

        return 0;
    }
}
