using System.Text.Json;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobTriggerTests(AzuriteFixture azurite) : IDisposable
{
    private readonly BlobHost _blobs = new(azurite);

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task Event_starts_the_function_with_the_blob_and_its_path_parts()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.DropAsync(host, "Parts", "in/a.b.csv", "text");
        await _blobs.SeenAsync("a.b|csv|text|True|True|a.b");
    }

    [Fact]
    public async Task Blob_is_given_as_the_type_that_the_parameter_wants()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.DropAsync(host, "Texts", "text", "abc");
        await _blobs.DropAsync(host, "Bytes", "bytes", "abcd");
        await _blobs.DropAsync(host, "Streams", "stream", "abcde");
        await _blobs.DropAsync(host, "Memory", "memory", "abcdef");
        await _blobs.SeenAsync("string abc", "bytes 4", "stream abcde", "memory 6");
    }

    [Fact]
    public async Task Same_version_runs_once_even_after_the_local_data_is_gone()
    {
        string etag = await WriteFirstAsync();
        await using (TestHost host = await _blobs.StartAsync(typeof(BlobFunctions), keepData: false))
        {
            await _blobs.NotifyAsync(host, "Texts", "text", etag);
            await _blobs.SeenAsync("string one");
            await BlobHost.DoneAsync(host);
            await _blobs.NotifyAsync(host, "Texts", "text", etag);
            await BlobHost.DoneAsync(host);
        }

        await using TestHost later = await _blobs.StartAsync(typeof(BlobFunctions), keepData: false);
        await _blobs.NotifyAsync(later, "Texts", "text", etag);
        await BlobHost.DoneAsync(later);
        Assert.Equal(["string one"], _blobs.Notes.Lines);
    }

    [Fact]
    public async Task New_version_runs_again()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.DropAsync(host, "Texts", "text", "one");
        await _blobs.SeenAsync("string one");
        await _blobs.DropAsync(host, "Texts", "text", "two");
        await _blobs.SeenAsync("string two");
    }

    [Fact]
    public async Task Event_older_than_the_blob_runs_once_for_what_is_there()
    {
        string old = await WriteFirstAsync();
        string current = await _blobs.WriteAsync("text", "two");
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.NotifyAsync(host, "Texts", "text", old);
        await _blobs.SeenAsync("string two");
        await BlobHost.DoneAsync(host);
        await _blobs.NotifyAsync(host, "Texts", "text", current);
        await BlobHost.DoneAsync(host);
        Assert.Equal(["string two"], _blobs.Notes.Lines);
    }

    [Fact]
    public async Task Deleted_blob_runs_nothing()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.NotifyAsync(host, "Texts", "text", "0x1");
        await BlobHost.DoneAsync(host);
        Assert.Empty(_blobs.Notes.Lines);
        Assert.Contains(host.Log.Lines, l => l.Event == "BlobDeleted");
    }

    [Fact]
    public async Task Failing_blob_is_tried_five_times_and_then_poison_with_the_reason()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.DropAsync(host, "Fails", "fail/x", "bad");
        await BlobHost.DoneAsync(host);
        Assert.Equal(["x 0 of 4", "x 1 of 4", "x 2 of 4", "x 3 of 4", "x 4 of 4"], _blobs.Notes.Lines);
        JsonElement message = await PoisonAsync();
        Assert.Equal("Host.Functions.Fails", message.GetProperty("FunctionId").GetString());
        Assert.Equal("fail/x", message.GetProperty("BlobName").GetString());
        Assert.Equal("BlockBlob", message.GetProperty("BlobType").GetString());
        Assert.Equal("System.IO.InvalidDataException: no good: fail/x", message.GetProperty("Reason").GetString());
    }

    [Fact]
    public async Task Attempts_are_counted_over_restarts()
    {
        using var blobs = new BlobHost(azurite)
        {
            HostJson = """{"version":"2.0","extensions":{"blobs":{"poisonBlobThreshold":3}}}""",
            More = ["Autobatch:Local:BlobRetryDelay=00:00:01"],
        };
        await using (TestHost first = await blobs.StartAsync(typeof(BlobFunctions)))
        {
            await blobs.DropAsync(first, "Fails", "fail/y", "bad");
            await blobs.SeenAsync("y 0 of 2");
        }

        await using TestHost second = await blobs.StartAsync(typeof(BlobFunctions));
        await BlobHost.DoneAsync(second);
        Assert.Equal(["y 0 of 2", "y 1 of 2", "y 2 of 2"], blobs.Notes.Lines);
    }

    [Fact]
    public async Task Invocation_that_the_stopping_host_cancels_runs_again_and_uses_no_attempt_up()
    {
        await using (TestHost first = await _blobs.StartAsync(typeof(BlobFunctions)))
        {
            await _blobs.DropAsync(first, "Blocks", "block/z", "x");
            await _blobs.SeenAsync("begin z");
            await first.StopAsync(new CancellationToken(canceled: true));
        }

        _blobs.Notes.Gate.Release();
        await using TestHost second = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.SeenAsync("end z 7");
        Assert.DoesNotContain(second.Log.Lines, l => l.Event is "BlobRetry" or "BlobPoison");
    }

    [Fact]
    public async Task Stopping_host_waits_for_a_running_invocation()
    {
        TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.DropAsync(host, "Blocks", "block/w", "x");
        await _blobs.SeenAsync("begin w");
        Task stop = host.StopAsync(TestContext.Current.CancellationToken);
        _blobs.Notes.Gate.Release();
        await stop.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["begin w", "end w 7"], _blobs.Notes.Lines);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task No_more_run_at_once_than_host_json_allows()
    {
        using var blobs = new BlobHost(azurite) { HostJson = """{"version":"2.0","extensions":{"blobs":{"maxDegreeOfParallelism":2}}}""" };
        await using TestHost host = await blobs.StartAsync(typeof(BlobFunctions));
        foreach (string name in new[] { "1", "2", "3" }) await blobs.DropAsync(host, "Blocks", "block/" + name, "x");
        await blobs.SeenAsync("begin 1", "begin 2");
        Assert.DoesNotContain("begin 3", blobs.Notes.Lines);
        blobs.Notes.Gate.Release();
        await blobs.SeenAsync("begin 3");
        blobs.Notes.Gate.Release(10);
        await BlobHost.DoneAsync(host);
    }

    [Fact]
    public async Task Input_binding_gives_the_named_blob_or_null()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.WriteAsync("in/there", "content");
        int length = _blobs.Container.Name.Length;
        Assert.Equal($"GET content {length}", await host.Client.GetStringAsync("api/input/there", TestContext.Current.CancellationToken));
        Assert.Equal($"GET nothing {length}", await host.Client.GetStringAsync("api/input/absent", TestContext.Current.CancellationToken));
    }

    private Task<string> WriteFirstAsync() => CreateAndWriteAsync("text", "one");

    private async Task<string> CreateAndWriteAsync(string name, string text)
    {
        await _blobs.Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return await _blobs.WriteAsync(name, text);
    }

    private async Task<JsonElement> PoisonAsync()
    {
        var queue = new QueueClient(azurite.ConnectionString, "webjobs-blobtrigger-poison",
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        PeekedMessage[] messages = await queue.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        return messages.Select(m => JsonDocument.Parse(m.Body.ToString()).RootElement)
            .Single(m => m.GetProperty("ContainerName").GetString() == _blobs.Container.Name);
    }
}
