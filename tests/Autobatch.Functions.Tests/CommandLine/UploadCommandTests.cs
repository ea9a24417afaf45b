using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;
using Azure;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>What goes straight to storage: inputs and workloads' documents. Packages are in <see cref="CommandLineTests"/>.</summary>
public sealed class UploadCommandTests(AppFixture fixture) : IDisposable
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_is_uploaded_with_its_paths_and_a_second_time_only_what_has_changed()
    {
        Directory.CreateDirectory(_folder["data/sub"]);
        await File.WriteAllTextAsync(_folder["data/a ü.csv"], "1,2", s_cancel);
        await File.WriteAllTextAsync(_folder["data/sub/b.csv"], "3,4", s_cancel);
        await File.WriteAllTextAsync(_folder["data/empty"], "", s_cancel);
        Directory.CreateSymbolicLink(_folder["data/sub/loop"], _folder["data"]);
        string to = WorkloadSteps.Unique();

        JsonElement first = await PushAsync(_folder["data"], "--to", to);
        await File.WriteAllTextAsync(_folder["data/sub/b.csv"], "3,5", s_cancel);
        JsonElement second = await PushAsync(_folder["data"], "--to", $"/{to}/");

        Assert.Equal([$"{to}/a ü.csv uploaded", $"{to}/empty uploaded", $"{to}/sub/b.csv uploaded"], States(first));
        Assert.Equal([$"{to}/a ü.csv unchanged", $"{to}/empty unchanged", $"{to}/sub/b.csv uploaded"], States(second));
        Assert.Equal((6, 3), (second.GetProperty("bytes").GetInt64(), second.GetProperty("sent").GetInt64()));
        BlobClient blob = _app.Blobs("Inputs").GetBlobClient($"{to}/sub/b.csv");
        Assert.Equal("3,5", (await blob.DownloadContentAsync(s_cancel)).Value.Content.ToString());
        Assert.Equal((await blob.GetPropertiesAsync(cancellationToken: s_cancel)).Value.ETag.ToString().Trim('"'), second.GetProperty("files")[2].GetProperty("eTag").GetString());
    }

    [Fact]
    public async Task Paths_that_are_no_upload_are_refused_before_anything_is_sent()
    {
        Directory.CreateDirectory(_folder["one"]);
        Directory.CreateDirectory(_folder["two"]);
        await WrongAsync("There is no file", _folder["one"]);
        await WrongAsync("neither a file nor a folder", _folder["none"]);
        await File.WriteAllTextAsync(_folder["one/x"], "1", s_cancel);
        await File.WriteAllTextAsync(_folder["two/x"], "2", s_cancel);
        await WrongAsync("would both be x", _folder["one"], _folder["two"]);
    }

    [Fact]
    public async Task Container_that_is_not_there_is_exit_code_three()
    {
        await File.WriteAllTextAsync(_folder["x"], "1", s_cancel);

        Ended none = await RunAsync("inputs", "push", _folder["x"], "--storage", fixture.Azurite.ConnectionString, "--container", "nobody");

        Assert.True(none.Exit == ExitCodes.Unreachable && none.Error.Contains("ContainerNotFound", StringComparison.Ordinal), none.All);
    }

    [Fact]
    public async Task Workload_is_pushed_and_comes_into_force_and_a_faulty_one_is_never_sent()
    {
        string name = WorkloadSteps.Unique();
        string document = await FileAsync($"{name}.workload.json", WorkloadSteps.Document(""" "maxFiles": 2 """));
        string faulty = await FileAsync($"{name}.workload.yaml", "schemaVersion: '1.0'\nrule: { maxFiles: 0 }\nmanifest: { schemaVersion: '1.0', id: m }\n");

        Ended pushed = await PushWorkloadAsync(document);
        Ended again = await PushWorkloadAsync(document);
        Ended wrong = await PushWorkloadAsync(faulty);
        Ended unnamed = await PushWorkloadAsync(await FileAsync("a b.workload.json", "{}"));

        Assert.True(pushed.Exit == ExitCodes.Done, pushed.All);
        JsonElement workload = JsonElement.Parse(pushed.Output);
        Assert.Equal((name, "Active", 2), (workload.GetProperty("name").GetString(), workload.GetProperty("status").GetString(), workload.GetProperty("rule").GetProperty("maxFiles").GetInt32()));
        Assert.Equal(workload.GetProperty("version").GetString(), JsonElement.Parse(again.Output).GetProperty("version").GetString());
        Assert.True(wrong.Exit == ExitCodes.BadInput && wrong.Error.Contains(".workload.yaml(2,", StringComparison.Ordinal), wrong.All);
        Assert.False(await _app.Blobs("Workloads").GetBlobClient(Path.GetFileName(faulty)).ExistsAsync(s_cancel));
        Assert.True(unnamed.Exit == ExitCodes.BadInput && unnamed.Error.Contains("NAME.workload.json", StringComparison.Ordinal), unnamed.All);
    }

    [Fact]
    public async Task Workload_that_only_the_app_can_refuse_says_why()
    {
        string name = WorkloadSteps.Unique();
        await PushWorkloadAsync(await FileAsync($"{name}.workload.json", WorkloadSteps.Document(""" "maxFiles": 2 """)));

        // The same workload as JSON and as YAML.
        Ended twice = await PushWorkloadAsync(await FileAsync($"{name}.workload.yaml", WorkloadSteps.Document(""" "maxFiles": 3 """)));

        Assert.True(twice.Exit == ExitCodes.NotDone, twice.All);
        Assert.Equal("WorkloadDefinedTwice", JsonElement.Parse(twice.Output).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Workload_that_was_refused_once_is_judged_anew_when_it_is_pushed_again()
    {
        string name = WorkloadSteps.Unique();
        await PushWorkloadAsync(await FileAsync($"{name}.workload.json", WorkloadSteps.Document(""" "maxFiles": 2 """)));
        string second = await FileAsync($"{name}.workload.yaml", WorkloadSteps.Document(""" "maxFiles": 3 """));
        await PushWorkloadAsync(second);
        await _app.Blobs("Workloads").GetBlobClient($"{name}.workload.json").DeleteAsync(cancellationToken: s_cancel);

        Ended again = await PushWorkloadAsync(second, anew: true);

        Assert.True(again.Exit == ExitCodes.Done, again.All);
        Assert.Equal(3, JsonElement.Parse(again.Output).GetProperty("rule").GetProperty("maxFiles").GetInt32());
    }

    [Fact]
    public async Task Push_that_the_app_does_not_notice_ends_by_its_timeout_and_says_so()
    {
        string document = await FileAsync($"{WorkloadSteps.Unique()}.workload.json", WorkloadSteps.Document(""" "maxFiles": 2 """));

        // Nobody tells the app of this container.
        Ended unnoticed = await RunAsync("workloads", "push", document, "--storage", fixture.Azurite.ConnectionString, "--container", _app.Container("Results"), "--timeout", "0:0:1");

        Assert.True(unnoticed.Exit == ExitCodes.NotDone && unnoticed.Error.Contains("has not noticed it", StringComparison.Ordinal), unnoticed.All);
    }

    private static IEnumerable<string> States(JsonElement answer) => answer.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("name")} {f.GetProperty("state")}");

    private async Task<JsonElement> PushAsync(params string[] arguments)
    {
        Ended ended = await RunAsync(["inputs", "push", .. arguments, "--storage", fixture.Azurite.ConnectionString, "--container", _app.Container("Inputs"), "-o", "json"]);
        Assert.True(ended.Exit == ExitCodes.Done, ended.All);
        return JsonElement.Parse(ended.Output);
    }

    private async Task WrongAsync(string told, params string[] paths)
    {
        Ended ended = await RunAsync(["inputs", "push", .. paths, "--storage", fixture.Azurite.ConnectionString, "--container", "nobody"]);
        Assert.True(ended.Exit == ExitCodes.BadInput && ended.Error.Contains(told, StringComparison.Ordinal), ended.All);
    }

    private async Task<Ended> PushWorkloadAsync(string document, bool anew = false)
    {
        BlobClient blob = _app.Blobs("Workloads").GetBlobClient(Path.GetFileName(document));
        ETag? before = anew ? (await blob.GetPropertiesAsync(cancellationToken: s_cancel)).Value.ETag : null;
        Task<Ended> push = RunAsync("workloads", "push", document, "--storage", fixture.Azurite.ConnectionString, "--container", _app.Container("Workloads"), "-o", "json");
        await Wait.UntilAsync(
            async () => push.IsCompleted || (await blob.ExistsAsync(s_cancel) && (await blob.GetPropertiesAsync(cancellationToken: s_cancel)).Value.ETag != before), "the document is there", cancellationToken: s_cancel);
        if (!push.IsCompleted)
        {
            await _app.PostEventAsync("Workloads", blob.Name);
        }

        return await push;
    }

    private Task<Ended> RunAsync(params string[] arguments) => Ended.OfAsync(new Dictionary<string, string> { ["AUTOBATCH_ADDRESS"] = _app.Http.BaseAddress!.AbsoluteUri }, arguments);

    private async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder[name], text, s_cancel);
        return _folder[name];
    }
}
