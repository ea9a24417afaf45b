using System.Text.Json.Nodes;
using Autobatch.Emulator.Nodes;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.Tests.Nodes.ResourceFiles;

public sealed class ResourceFileTests(AzuriteFixture azurite) : IDisposable
{
    private readonly AzuriteNodes _nodes = new(azurite);

    public void Dispose() => _nodes.Dispose();

    [Fact]
    public async Task Autostorage_container_keeps_the_blobs_whole_names_under_the_directory()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("in/a.txt", "A"), ("in/sub/b c+ü.txt", "B"), ("other.txt", "no"));

        await RunAsync(NodeFixture.Shell("find . -type f | sort; cat data/in/a.txt"), File(("autoStorageContainerName", container.Name), ("blobPrefix", "in/"), ("filePath", "data")));

        Assert.Equal("./data/in/a.txt\n./data/in/sub/b c+ü.txt\nA", _nodes.Node.Output());
    }

    [Fact]
    public async Task Storage_that_drops_connections_fails_no_task()
    {
        using AzuriteNodes nodes = new(azurite, new DroppedConnections(3), new HurriedTime());
        BlobContainerClient container = await nodes.ContainerAsync(("a", "A"));

        TaskOutcome outcome = await nodes.Node.Run("/bin/cat a", body: Body(File(("autoStorageContainerName", container.Name))));

        Assert.Null(outcome.Failure);
        Assert.Equal("A", nodes.Node.Output());
    }

    [Fact]
    public async Task Container_by_url_with_a_signature_is_listed_and_fetched()
    {
        BlobContainerClient container = await _nodes.ContainerAsync([.. Enumerable.Range(0, 40).Select(i => ($"{i:00}", $"{i};"))]);
        string url = AzuriteNodes.Sas(container, BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List);

        await RunAsync(NodeFixture.Shell("cat *"), File(("storageContainerUrl", url)));

        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i};")), _nodes.Node.Output());
    }

    [Fact]
    public async Task Common_resource_files_of_a_multi_instance_task_are_shared_and_its_own_are_the_primarys()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("common/a", "A"), ("own/b", "B"));
        JsonObject body = Body(File(("autoStorageContainerName", container.Name), ("blobPrefix", "own/")));
        body["multiInstanceSettings"] = new JsonObject
        {
            ["coordinationCommandLine"] = NodeFixture.Shell("find $AZ_BATCH_TASK_SHARED_DIR -type f -name [ab]; pwd"),
            ["commonResourceFiles"] = new JsonArray(File(("autoStorageContainerName", container.Name), ("blobPrefix", "common/"))),
        };
        TaskLaunch launch = NodeFixture.Launch(NodeFixture.Shell("find . -type f"), body: body);
        var instance = new InstanceLaunch(Coordinates: true, ["127.0.0.1", "127.0.0.1"], 1);
        string folder = _nodes.Node.TaskFolder();

        Assert.Null((await _nodes.Node.Run(launch with { Place = NodeFixture.Place() with { Subtask = 1 }, Instance = instance })).Failure);
        Assert.Null((await _nodes.Node.Run(launch with { Instance = instance })).Failure);
        Assert.Null((await _nodes.Node.Run(launch with { Instance = instance with { Coordinates = false } })).Failure);

        Assert.Equal($"{folder}/common/a\n{folder}/1/wd\n", await System.IO.File.ReadAllTextAsync($"{folder}/1/stdout.txt", TestContext.Current.CancellationToken));
        Assert.Equal($"{folder}/common/a\n{folder}/wd\n./own/b\n", _nodes.Node.Output());
    }

    [Fact]
    public async Task Identity_opens_containers_of_the_linked_account()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("a", "A"));
        JsonObject file = File(("storageContainerUrl", container.Uri.AbsoluteUri));
        file["identityReference"] = new JsonObject { ["resourceId"] = "/subscriptions/x/…/id" };

        await RunAsync("/bin/cat a", file);

        Assert.Equal("A", _nodes.Node.Output());
    }

    [Theory]
    [InlineData(null, "770")]
    [InlineData("0644", "644")]
    [InlineData("500", "500")]
    public async Task Http_url_becomes_the_file_with_its_mode(string? mode, string expected)
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("tool", "#!/bin/sh\necho run\n"));
        JsonObject file = File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("tool"))), ("filePath", "bin/deep/tool"));
        if (mode is not null) file["fileMode"] = mode;

        await RunAsync("/usr/bin/stat -c %a bin/deep/tool", file);

        Assert.Equal(expected + "\n", _nodes.Node.Output());
    }

    [Fact]
    public async Task Of_two_files_for_one_name_the_later_wins()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("a", "first"), ("b", "second"));

        await RunAsync("/bin/cat x", File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("a"))), ("filePath", "x")), File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("b"))), ("filePath", "./x")));

        Assert.Equal("second", _nodes.Node.Output());
    }

    [Fact]
    public async Task Missing_blob_is_named_without_its_signature()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        TaskFailure failure = await FailAsync(File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("gone"))), ("filePath", "x")));

        Assert.Equal("BlobNotFound", failure.Code);
        Assert.Equal("usererror", failure.Category);
        Assert.Contains(failure.Details, detail => detail.Name == "BlobSource" && detail.Value == container.GetBlobClient("gone").Uri.AbsoluteUri);
        Assert.Contains(failure.Details, detail => detail.Name == "FilePath" && detail.Value == "x");
    }

    [Fact]
    public async Task Blob_without_a_right_to_it_is_access_denied()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("a", "A"));

        TaskFailure failure = await FailAsync(File(("httpUrl", container.GetBlobClient("a").Uri.AbsoluteUri), ("filePath", "x")));
        TaskFailure forged = await FailAsync(File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("a")).Replace("sig=", "sig=X", StringComparison.Ordinal)), ("filePath", "x")));

        Assert.Equal("BlobAccessDenied", failure.Code);
        Assert.Equal("BlobAccessDenied", forged.Code);
        Assert.DoesNotContain(forged.Details, detail => detail.Value.Contains("sig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_that_cannot_be_listed_is_named()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("a", "A"));

        TaskFailure denied = await FailAsync(File(("storageContainerUrl", AzuriteNodes.Sas(container, BlobContainerSasPermissions.Read))));
        TaskFailure missing = await FailAsync(File(("autoStorageContainerName", "no-such-container")));

        Assert.Equal("ResourceContainerAccessDenied", denied.Code);
        Assert.DoesNotContain(denied.Details, detail => detail.Value.Contains("sig", StringComparison.Ordinal));
        Assert.Equal("ResourceContainerListMiscError", missing.Code);
        Assert.Contains(missing.Details, detail => detail is { Name: "HttpStatusCode", Value: "404" });
    }

    [Fact]
    public async Task Account_without_autostorage_cannot_use_it()
    {
        using var node = new NodeFixture();

        TaskOutcome outcome = await node.Run("/bin/true", body: Body(File(("autoStorageContainerName", "x"))));

        Assert.Equal("ResourceContainerAccessDenied", outcome.Failure?.Code);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/tmp/x")]
    [InlineData(".")]
    [InlineData("a/..")]
    [InlineData("")]
    public async Task Path_may_not_leave_the_working_directory(string path)
    {
        TaskFailure failure = await FailAsync(File(("httpUrl", "http://127.0.0.1:1/never"), ("filePath", path)));

        Assert.Equal("ResourceFileCreateFailed", failure.Code);
    }

    [Fact]
    public async Task Link_left_by_an_earlier_attempt_does_not_lead_a_download_away()
    {
        BlobContainerClient container = await _nodes.ContainerAsync(("a", "A"));
        string outside = Path.Combine(_nodes.Node.Root, "outside");
        Directory.CreateDirectory(outside);
        await _nodes.Node.Run($"/bin/ln -s {outside} link");

        TaskFailure failure = await FailAsync(File(("httpUrl", AzuriteNodes.Sas(container.GetBlobClient("a"))), ("filePath", "link/sub/x")));

        Assert.Equal("ResourceFileCreateFailed", failure.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Theory]
    [InlineData("""{ "httpUrl": "http://127.0.0.1:1/x" }""", "filePath")]
    [InlineData("""{ "httpUrl": "http://127.0.0.1:1/x?sig=secret", "filePath": "x", "blobPrefix": "p" }""", "blobPrefix")]
    [InlineData("""{ "httpUrl": "ftp://127.0.0.1/x", "filePath": "x" }""", "httpUrl")]
    [InlineData("""{ "filePath": "x" }""", "Exactly one")]
    [InlineData("""{ "httpUrl": "http://127.0.0.1:1/x", "storageContainerUrl": "http://127.0.0.1:1/a/b", "filePath": "x" }""", "Exactly one")]
    [InlineData("""{ "storageContainerUrl": "not a url" }""", "storageContainerUrl")]
    [InlineData("""{ "storageContainerUrl": "http://127.0.0.1:1/account/container/blob" }""", "storageContainerUrl")]
    [InlineData("""{ "httpUrl": "http://127.0.0.1:1/x", "filePath": "x", "fileMode": "0888" }""", "0888")]
    public async Task Broken_rule_is_named(string file, string reason)
    {
        TaskFailure failure = await FailAsync((JsonObject)JsonNode.Parse(file)!);

        Assert.Equal("ResourceFileCreateFailed", failure.Code);
        Assert.Contains(reason, failure.Details[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join(' ', failure.Details), StringComparison.Ordinal);
    }

    private async Task RunAsync(string commandLine, params JsonNode[] files)
    {
        TaskOutcome outcome = await _nodes.Node.Run(commandLine, body: Body(files));
        Assert.Null(outcome.Failure);
    }

    private async Task<TaskFailure> FailAsync(JsonObject file)
    {
        TaskOutcome outcome = await _nodes.Node.Run("/bin/touch ran", body: Body(file));
        Assert.NotNull(outcome.Failure);
        Assert.Null(outcome.ExitCode);
        Assert.False(System.IO.File.Exists(Path.Combine(_nodes.Node.TaskFolder(), "wd", "ran")), "The command ran without its files.");
        return outcome.Failure;
    }

    private static JsonObject Body(params JsonNode[] files) => new() { ["resourceFiles"] = new JsonArray(files) };

    private static JsonObject File(params (string Name, string Value)[] properties)
    {
        var file = new JsonObject();
        foreach ((string name, string value) in properties) file[name] = value;
        return file;
    }
}
