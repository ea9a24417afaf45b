using System.Text.Json.Nodes;
using Autobatch.Emulator.Nodes;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.Tests.Nodes.OutputFiles;

public sealed class OutputFileTests(AzuriteFixture azurite) : IDisposable
{
    private readonly AzuriteNodes _nodes = new(azurite);

    public void Dispose() => _nodes.Dispose();

    [Fact]
    public async Task Files_that_match_arrive_under_their_names()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        TaskOutcome outcome = await RunAsync(
            "mkdir -p out/deep; echo a > out/a.csv; echo b > out/deep/b.csv; echo no > out/.hidden.csv; echo log > log.txt; echo said",
            Output("out/**/*.csv", container, "run/task"),
            Output("log.txt", container, "run/the-log"),
            Output("../std*.txt", container, "logs"),
            Output("nothing-*", container));

        Assert.Null(outcome.Failure);
        Assert.Equal(
            new SortedDictionary<string, string> { ["run/task/a.csv"] = "a\n", ["run/task/deep/b.csv"] = "b\n", ["run/the-log"] = "log\n", ["logs/stdout.txt"] = "said\n", ["logs/stderr.txt"] = "" },
            await AzuriteNodes.ReadAsync(container));
        string log = await File.ReadAllTextAsync(Path.Combine(_nodes.Node.TaskFolder(), "fileuploadout.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("Uploaded wd/out/a.csv (2 bytes) to " + container.Uri, log, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", log, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(_nodes.Node.TaskFolder(), "fileuploaderr.txt"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0, false, "tasksuccess,taskcompletion")]
    [InlineData(3, false, "taskfailure,taskcompletion")]
    [InlineData(3, true, "")]
    public async Task Condition_and_coming_retries_decide(int exitCode, bool retriesLeft, string expected)
    {
        BlobContainerClient container = await _nodes.ContainerAsync();
        JsonObject body = Body([.. ((string[])["tasksuccess", "taskfailure", "taskcompletion"]).Select(condition => Output("x", container, condition, condition))]);

        await _nodes.Node.Run(NodeFixture.Launch(NodeFixture.Shell($"echo x > x; exit {exitCode}"), body: body, retriesLeft: retriesLeft));

        string[] wanted = expected.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted.Order(), (await AzuriteNodes.ReadAsync(container)).Keys);
    }

    [Fact]
    public async Task Timed_out_task_still_hands_in_what_it_has()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        await _nodes.Node.Run(NodeFixture.Shell("echo x > x; exec sleep 600"), limit: TimeSpan.FromSeconds(1), body: Body(Output("x", container, condition: "taskfailure")));

        Assert.Equal("x\n", (await AzuriteNodes.ReadAsync(container))["x"]);
    }

    [Fact]
    public async Task Variables_of_the_task_may_stand_in_the_pattern()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        await RunAsync("echo x > $AZ_BATCH_TASK_WORKING_DIR/x; echo y > $AZ_BATCH_NODE_SHARED_DIR/y", Output("$AZ_BATCH_TASK_WORKING_DIR/x", container), Output("${AZ_BATCH_NODE_SHARED_DIR}/*", container));

        Assert.Equal(["x", "y"], (await AzuriteNodes.ReadAsync(container)).Keys);
    }

    [Fact]
    public async Task Headers_asked_for_and_a_content_type_by_name_are_set()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();
        JsonObject page = Output("page.html", container);
        JsonObject data = Output("data", container);
        data["destination"]!["container"]!["uploadHeaders"] = new JsonArray(
            new JsonObject { ["name"] = "x-ms-blob-content-type", ["value"] = "application/x-own" },
            new JsonObject { ["name"] = "x-ms-meta-origin", ["value"] = "task" });

        TaskOutcome outcome = await RunAsync("echo x > page.html; echo x > data", page, data);

        Assert.Null(outcome.Failure);
        Assert.Equal("text/html", (await PropertiesAsync(container, "page.html")).ContentType);
        BlobProperties properties = await PropertiesAsync(container, "data");
        Assert.Equal("application/x-own", properties.ContentType);
        Assert.Equal("task", properties.Metadata["origin"]);
    }

    [Fact]
    public async Task Failed_upload_fails_a_task_that_succeeded_and_the_others_still_arrive()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();
        BlobContainerClient missing = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("no-such-container");

        TaskOutcome outcome = await RunAsync("echo a > a; echo b > b", Output("a", missing), Output("b", container));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("FileUploadContainerNotFound", outcome.Failure?.Code);
        Assert.Contains(outcome.Failure!.Details, detail => detail is { Name: "FilePath", Value: "wd/a" });
        Assert.Equal(["b"], (await AzuriteNodes.ReadAsync(container)).Keys);
        Assert.Contains("FileUploadContainerNotFound", await File.ReadAllTextAsync(Path.Combine(_nodes.Node.TaskFolder(), "fileuploaderr.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destination_without_a_right_to_write_is_access_denied()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();
        JsonObject output = Output("a", container);
        output["destination"]!["container"]!["containerUrl"] = AzuriteNodes.Sas(container, BlobContainerSasPermissions.Read);

        TaskOutcome outcome = await RunAsync("echo a > a", output);

        Assert.Equal("FileUploadAccessDenied", outcome.Failure?.Code);
        Assert.DoesNotContain(outcome.Failure!.Details, detail => detail.Value.Contains("sig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_pipes_and_folders_do_not_trick_or_block_the_upload()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        TaskOutcome inside = await RunAsync("echo a > a; ln -s a link; ln -s . circle; ln -s nowhere dead; mkfifo pipe; mkdir folder", Output("**/*", container));
        TaskOutcome outside = await RunAsync("ln -s /etc/passwd stolen", Output("stolen", container, "stolen"));

        Assert.Null(inside.Failure);
        Assert.Equal("FileUploadMiscError", outside.Failure?.Code);
        Assert.Equal(["a", "link"], (await AzuriteNodes.ReadAsync(container)).Keys);
    }

    [Fact]
    public async Task Large_file_arrives_whole()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        TaskOutcome outcome = await RunAsync("head -c 41943041 /dev/zero > big", Output("big", container));

        Assert.Null(outcome.Failure);
        Assert.Equal(41943041, (await PropertiesAsync(container, "big")).ContentLength);
    }

    private Task<TaskOutcome> RunAsync(string script, params JsonNode[] outputs) => _nodes.Node.Run(NodeFixture.Shell(script), body: Body(outputs));

    private static async Task<BlobProperties> PropertiesAsync(BlobContainerClient container, string blob) =>
        (await container.GetBlobClient(blob).GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value;

    private static JsonObject Body(params JsonNode[] outputs) => new() { ["outputFiles"] = new JsonArray(outputs) };

    private static JsonObject Output(string pattern, BlobContainerClient container, string? path = null, string condition = "tasksuccess")
    {
        var destination = new JsonObject { ["containerUrl"] = AzuriteNodes.Sas(container, BlobContainerSasPermissions.Write | BlobContainerSasPermissions.Create) };
        if (path is not null) destination["path"] = path;
        return new JsonObject
        {
            ["filePattern"] = pattern,
            ["destination"] = new JsonObject { ["container"] = destination },
            ["uploadOptions"] = new JsonObject { ["uploadCondition"] = condition },
        };
    }
}
