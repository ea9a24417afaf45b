using System.Net;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>Logs of a node go to a container.</summary>
public sealed class NodeLogTests(EmulatorFixture emulator, AzuriteFixture azurite) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task The_log_and_the_start_tasks_output_are_uploaded_under_the_name_that_is_answered()
    {
        var container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        var pool = await _client.Pool(more: NodeSteps.StartTask("echo begun"));
        var node = (await _client.NodeIs(pool, "idle")).Id();
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sh -c 'exit 3'");
        await _client.TaskIs(job, "1", "completed");

        var answer = (await Upload(pool, node, container.Sas(), "2020-01-01T00:00:00Z")).Expect(HttpStatusCode.OK).Json;

        var directory = answer.Text("virtualDirectoryName");
        Assert.StartsWith($"{pool}/{node}/", directory, StringComparison.Ordinal);
        Assert.Equal(3, answer.Number("numberOfFilesUploaded"));
        Assert.Equal(["agent/node.log", "startup/stderr.txt", "startup/stdout.txt"], await Names(container, directory));
        Assert.Equal("begun\n", await Content(container, $"{directory}/startup/stdout.txt"));
        var log = await Content(container, $"{directory}/agent/node.log");
        Assert.Contains($"Task {job}/1 ended: exit code 3.", log, StringComparison.Ordinal);
        Assert.Contains("The start task ended: exit code 0.", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_in_which_nothing_happened_has_no_logs()
    {
        var container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        var pool = await _client.Pool();
        var node = (await _client.NodeIs(pool, "idle")).Id();

        var answer = (await Upload(pool, node, container.Sas(), "2020-01-01T00:00:00Z", ""","endTime":"2020-01-02T00:00:00Z" """)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(0, answer.Number("numberOfFilesUploaded"));
        Assert.Empty(await Names(container, ""));
    }

    [Fact]
    public async Task A_container_that_cannot_be_written_is_named_without_its_signature()
    {
        var container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        var pool = await _client.Pool();
        var node = (await _client.NodeIs(pool, "idle")).Id();
        var readOnly = container.GenerateSasUri(BlobContainerSasPermissions.Read, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri;

        foreach (var url in (string[])[readOnly, container.Sas().Replace(container.Name, "absent-container", StringComparison.Ordinal), "http://127.0.0.1/"])
        {
            var refused = (await Upload(pool, node, url, "2020-01-01T00:00:00Z")).Expect(HttpStatusCode.BadRequest);

            Assert.Equal("InvalidPropertyValue", refused.Code);
            Assert.Contains("containerUrl", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", refused.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"startTime":"2020-01-01T00:00:00Z"}""", "MissingRequiredProperty")]
    [InlineData("""{"containerUrl":"http://127.0.0.1/c"}""", "MissingRequiredProperty")]
    [InlineData("""{"containerUrl":"c","startTime":"2020-01-01T00:00:00Z"}""", "InvalidPropertyValue")]
    [InlineData("""{"containerUrl":"http://127.0.0.1/c","startTime":"2020-01-02T00:00:00Z","endTime":"2020-01-01T00:00:00Z"}""", "InvalidPropertyValue")]
    public async Task Wrong_requests_are_refused_by_name(string body, string code) =>
        Assert.Equal(code, (await _client.Post("/pools/p/nodes/n/uploadbatchservicelogs", body)).Expect(HttpStatusCode.BadRequest).Code);

    private Task<Answer> Upload(string pool, string node, string url, string start, string more = "") =>
        _client.Post($"/pools/{pool}/nodes/{node}/uploadbatchservicelogs", $$"""{"containerUrl":"{{url}}","startTime":"{{start}}"{{more}}}""");

    private static async Task<List<string>> Names(BlobContainerClient container, string directory)
    {
        List<string> names = [];
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            names.Add(blob.Name[(directory.Length == 0 ? 0 : directory.Length + 1)..]);
        }

        return names;
    }

    private static async Task<string> Content(BlobContainerClient container, string name) =>
        (await container.GetBlobClient(name).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
}
