using System.IO.Compression;
using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Every verb of <c>autobatch</c> against the running app.</summary>
public sealed class CommandLineTests(AppFixture fixture) : IDisposable
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_is_submitted_waited_for_listed_and_its_outputs_and_logs_are_read()
    {
        string manifest = await FileAsync("greet.job.json", TestManifests.Commands("cli-greet", "/bin/echo hello there"));

        Ended submitted = await RunAsync("submit", manifest, "--wait", "-o", "json");

        Assert.True(submitted.Exit == ExitCodes.Done, submitted.All);
        JsonElement run = JsonElement.Parse(submitted.Output);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        string id = run.GetProperty("id").GetString()!;
        Assert.Equal($"Run {id}\n", submitted.Error);
        Assert.Matches($"{id} +Completed +cli-greet", (await DoneAsync("runs", "list", "--status", "Completed", "--top", "100")).Output);
        Assert.Matches("tasks.succeeded +1", (await DoneAsync("runs", "show", id)).Output);
        Assert.Equal("hello there\n", (await DoneAsync("runs", "logs", id, "t0", "-f")).Output);
        Assert.Contains($"{id}/t0/stdout.txt", (await DoneAsync("runs", "outputs", id)).Output, StringComparison.Ordinal);
        await DoneAsync("runs", "outputs", id, "--zip", _folder["outputs.zip"]);
        using ZipArchive zip = await ZipFile.OpenReadAsync(_folder["outputs.zip"], s_cancel);
        Assert.Contains(zip.Entries, e => e.FullName.EndsWith("stdout.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_that_fails_is_exit_code_one_and_its_failed_tasks_run_again()
    {
        string manifest = await FileAsync("half.job.yaml", "schemaVersion: '1.0'\nid: cli-half\ntasks:\n- { id: good, commandLine: /bin/true }\n- { id: bad, commandLine: /bin/false }\n");

        Ended failed = await RunAsync("submit", manifest, "--wait", "-o", "json");

        Assert.True(failed.Exit == ExitCodes.NotDone, failed.All);
        string id = JsonElement.Parse(failed.Output).GetProperty("id").GetString()!;
        Ended again = await RunAsync("runs", "rerun", id, "--only-failed", "--wait", "-o", "json");
        Assert.True(again.Exit == ExitCodes.NotDone, again.All);
        Assert.Equal((id, 1), (JsonElement.Parse(again.Output).GetProperty("rerunOf").GetString(), JsonElement.Parse(again.Output).GetProperty("tasks").GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Run_is_watched_while_another_call_cancels_it()
    {
        string manifest = await FileAsync("sleep.job.json", TestManifests.Commands("cli-sleep", "/bin/sleep 600"));
        string id = JsonElement.Parse((await DoneAsync("submit", manifest, "-o", "json", "--idempotency-key", Guid.NewGuid().ToString("n"))).Output).GetProperty("id").GetString()!;
        Task<Ended> watch = RunAsync("runs", "watch", id);
        await fixture.App.RunningAsync(id, 1);

        await DoneAsync("runs", "cancel", id);

        Ended watched = await watch;
        Assert.True(watched.Exit == ExitCodes.NotDone, watched.All);
        Assert.Matches("status +Canceled", watched.Output);
    }

    [Fact]
    public async Task Package_is_pushed_and_a_broken_one_says_why()
    {
        string application = Registrations.Unique();
        await File.WriteAllBytesAsync(_folder["good.zip"], Zips.Of(("tool.txt", "tool")).ToArray(), s_cancel);
        await FileAsync("bad.zip", "no zip");

        Ended good = await PushAsync("good.zip", application, "1.0");
        Ended bad = await PushAsync("bad.zip", application, "2.0");

        Assert.True(good.Exit == ExitCodes.Done, good.All);
        Assert.True(bad.Exit == ExitCodes.NotDone, bad.All);
        Assert.Matches("error.code +CorruptPackage", bad.Output);
        Assert.Contains(application, (await DoneAsync("packages", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_pools_and_workloads_are_listed()
    {
        Assert.Contains(RunningApp.Account, (await DoneAsync("accounts", "list")).Output, StringComparison.Ordinal);
        Assert.Matches("clock +ok", (await DoneAsync("accounts", "doctor", RunningApp.Account)).Output);
        Assert.StartsWith("ACCOUNT", (await DoneAsync("pools", "list")).Output.TrimStart(), StringComparison.Ordinal);
        Assert.StartsWith("NAME", (await DoneAsync("workloads", "list")).Output.TrimStart(), StringComparison.Ordinal);
        Ended nobody = await RunAsync("workloads", "pause", "nobody");
        Assert.Equal((ExitCodes.NotDone, true), (nobody.Exit, nobody.Error.StartsWith("WorkloadNotFound: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Explain_tells_what_a_manifest_would_do_and_fails_for_one_with_faults()
    {
        Ended good = await DoneAsync("explain", await FileAsync("good.job.json", TestManifests.Commands("cli-explain", "/bin/true")));
        Ended bad = await RunAsync("explain", await FileAsync("bad.job.json", """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"t"}]}"""));

        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(good.Output).ValueKind);
        Assert.True(bad.Exit == ExitCodes.NotDone, bad.All);
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_and_its_kind_is_the_exit_code()
    {
        string unknown = await FileAsync("unknown.job.json", "{\"schemaVersion\":\"1.0\",\"id\":\"x\",\n\"taks\":[]}");
        string yaml = await FileAsync("broken.job.yaml", "id: x\ntasks: *nobody\n");

        await WrongAsync(ExitCodes.NotDone, "UnknownProperty", "submit", unknown);
        await WrongAsync(ExitCodes.BadInput, "broken.job.yaml(2,", "submit", yaml);
        await WrongAsync(ExitCodes.BadInput, "none.job.json", "submit", _folder["none.job.json"]);
        await WrongAsync(ExitCodes.BadInput, "must end in .job.json", "submit", _folder["none.txt"]);
        await WrongAsync(ExitCodes.BadInput, "NAME=VALUE", "submit", unknown, "--parameter", "=1");
        await WrongAsync(ExitCodes.NotDone, "RunNotFound", "runs", "show", "../..");
        await WrongAsync(ExitCodes.BadInput, "a b", "packages", "push", unknown, "a b", "1.0", "--storage", "UseDevelopmentStorage=true");
        await WrongAsync(ExitCodes.BadInput, "neither a connection string nor a URL", "packages", "push", unknown, "a", "1.0", "--storage", "nonsense");
        await WrongAsync(ExitCodes.BadInput, "--help", "dance");
        await WrongAsync(ExitCodes.BadInput, "'json'", "runs", "list", "-o", "xml");
        Ended away = await RunAtAsync("http://127.0.0.1:1", "runs", "list");
        Assert.True(away.Exit == ExitCodes.Unreachable && away.Error.Contains("http://127.0.0.1:1", StringComparison.Ordinal), away.All);
    }

    private async Task<Ended> PushAsync(string zip, string application, string version)
    {
        Task<Ended> push = RunAsync(
            "packages", "push", _folder[zip], application, version, "--storage", fixture.App.Setting("AutoStorage")!, "--container", fixture.App.Container("Packages"));
        await Wait.UntilAsync(async () => push.IsCompleted || await fixture.App.Blobs("Packages").GetBlobClient($"{application}/{version}.zip").ExistsAsync(s_cancel), "the zip is there", cancellationToken: s_cancel);
        if (!push.IsCompleted)
        {
            await fixture.App.PostEventAsync("Packages", $"{application}/{version}.zip");
        }

        return await push;
    }

    private async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder[name], text, s_cancel);
        return _folder[name];
    }

    private async Task WrongAsync(int exit, string told, params string[] arguments)
    {
        Ended ended = await RunAsync(arguments);
        Assert.True(ended.Exit == exit && ended.Error.Contains(told, StringComparison.Ordinal) && ended.Output.Length == 0, ended.All);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private async Task<Ended> DoneAsync(params string[] arguments)
    {
        Ended ended = await RunAsync(arguments);
        Assert.True(ended.Exit == ExitCodes.Done, ended.All);
        return ended;
    }

    private Task<Ended> RunAsync(params string[] arguments) => RunAtAsync(fixture.App.Http.BaseAddress!.AbsoluteUri, arguments);

    private static Task<Ended> RunAtAsync(string address, params string[] arguments) => Ended.OfAsync(new Dictionary<string, string>(), [.. arguments, "--address", address]);
}
