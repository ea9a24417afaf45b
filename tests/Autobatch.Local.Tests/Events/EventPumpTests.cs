using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Autobatch.Azurite;
using Autobatch.Local.Events;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Local.Tests.Events;

public sealed class EventPumpTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Written_blob_is_posted_to_each_door_that_wants_it_with_its_version()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        using Door door = new();
        await using Running pump = Start(azurite, door, [new("One", container.Name + "/{name}"), new("Two", container.Name + "/in/{name}"), new("Three", "other/{name}")]);

        string etag = (await container.GetBlobClient("in/ü 1.json").UploadAsync(BinaryData.FromString("12345"), Cancel)).Value.ETag.ToString();
        await Wait.UntilAsync(() => door.Posts.Count == 2, "two doors are posted to", cancellationToken: Cancel);

        Assert.Equal(["Host.Functions.One", "Host.Functions.Two"], door.Posts.Select(post => post.Function).Order());
        JsonElement one = door.Posts.First().Body[0];
        Assert.Equal("Microsoft.Storage.BlobCreated", one.GetProperty("eventType").GetString());
        Assert.Equal($"/blobServices/default/containers/{container.Name}/blobs/in/ü 1.json", one.GetProperty("subject").GetString());
        Assert.Equal(etag.Trim('"'), one.GetProperty("data").GetProperty("eTag").GetString()!.Trim('"'));
        Assert.Equal(5, one.GetProperty("data").GetProperty("contentLength").GetInt64());
    }

    [Fact]
    public async Task Blob_of_a_further_storage_account_goes_into_the_queue_and_to_no_door()
    {
        string name = AzuriteFixture.UniqueName();
        BlobContainerClient west = new BlobServiceClient(azurite.ConnectionStringOf("stwest")).GetBlobContainerClient(name);
        BlobContainerClient primary = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(name);
        await west.CreateAsync(cancellationToken: Cancel);
        await primary.CreateAsync(cancellationToken: Cancel);
        QueueClient queue = new(azurite.ConnectionString, AzuriteFixture.UniqueName("q"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateAsync(cancellationToken: Cancel);
        using Door door = new();
        await using Running pump = Start(azurite, door, [new("One", name + "/{name}")], queue: new EventQueue(
            azurite.ConnectionString, queue.Name, new Dictionary<string, BlobServiceClient> { ["stwest"] = new(azurite.ConnectionStringOf("stwest")) }, [name]));

        string etag = (await west.GetBlobClient("far").UploadAsync(BinaryData.FromString("x"), Cancel)).Value.ETag.ToString();
        await primary.UploadBlobAsync("near", BinaryData.FromString("x"), Cancel);

        QueueMessage? message = null;
        await Wait.UntilAsync(async () => (message = await queue.ReceiveMessageAsync(cancellationToken: Cancel)) is not null, "the queue has the event", cancellationToken: Cancel);
        JsonElement created = JsonElement.Parse(message!.Body);
        Assert.EndsWith("/storageAccounts/stwest", created.GetProperty("topic").GetString(), StringComparison.Ordinal);
        Assert.Equal($"/blobServices/default/containers/{name}/blobs/far", created.GetProperty("subject").GetString());
        Assert.Equal(etag.Trim('"'), created.GetProperty("data").GetProperty("eTag").GetString()!.Trim('"'));
        await Wait.UntilAsync(() => !door.Posts.IsEmpty, "the door is posted to", cancellationToken: Cancel);
        Assert.EndsWith("/near", Assert.Single(door.Posts).Body[0].GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Null((await queue.ReceiveMessageAsync(cancellationToken: Cancel)).Value);
    }

    [Fact]
    public async Task Door_that_fails_is_tried_again()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        using Door door = new() { Failures = 2 };
        await using Running pump = Start(azurite, door, [new("One", container.Name + "/{name}")]);

        await container.UploadBlobAsync("a", BinaryData.FromString("x"), Cancel);

        await Wait.UntilAsync(() => door.Posts.Count == 3, "the third attempt is made", cancellationToken: Cancel);
    }

    [Fact]
    public async Task Blob_that_is_gone_again_is_dropped()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["log"], string.Empty, Cancel);
        using Door door = new();
        await using Running pump = Start(azurite, door, [new("One", container.Name + "/{name}")], folder["log"]);
        await container.UploadBlobAsync("there", BinaryData.FromString("x"), Cancel);

        await File.AppendAllTextAsync(folder["log"], Line(container, "gone") + Line(container, "there"), Cancel);

        await Wait.UntilAsync(() => !door.Posts.IsEmpty, "the other blob is posted", cancellationToken: Cancel);
        Assert.EndsWith("/there", Assert.Single(door.Posts).Body[0].GetProperty("subject").GetString(), StringComparison.Ordinal);
    }

    private static string Line(BlobContainerClient container, string name) =>
        $"127.0.0.1 - - [23/Nov/2026:23:12:00 +0000] \"PUT /devstoreaccount1/{container.Name}/{name} HTTP/1.1\" 201 -\n";

    private static Running Start(AzuriteFixture azurite, Door door, EventSubscription[] subscriptions, string? log = null, EventQueue? queue = null) =>
        new(new AzuriteAccessLog(log ?? azurite.Server.LogPath), new BlobServiceClient(azurite.ConnectionString), door, subscriptions,
            queue ?? new EventQueue(azurite.ConnectionString, "none", new Dictionary<string, BlobServiceClient>(), []));

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        private readonly AzuriteAccessLog _log;
        private readonly HttpClient _client;
        private readonly Task _pumping;

        public Running(AzuriteAccessLog log, BlobServiceClient storage, Door door, EventSubscription[] subscriptions, EventQueue queue)
        {
            _log = log;
            _client = new HttpClient(door, disposeHandler: false) { BaseAddress = new Uri("http://127.0.0.1:1/") };
            _pumping = new EventPump(log, storage, _client, subscriptions, queue, NullLogger<EventPump>.Instance, TimeProvider.System).RunAsync(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _client.Dispose();
            _log.Dispose();
            _stop.Dispose();
        }
    }

    private sealed class Door : HttpMessageHandler
    {
        private int _failures;

        public int Failures
        {
            init => _failures = value;
        }

        public ConcurrentQueue<(string Function, JsonElement Body)> Posts { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = await request.Content!.ReadAsStringAsync(cancellationToken);
            string function = Uri.UnescapeDataString(request.RequestUri!.Query["?functionName=".Length..]);
            Posts.Enqueue((function, JsonSerializer.Deserialize<JsonElement>(body)));
            return new HttpResponseMessage(Interlocked.Decrement(ref _failures) >= 0 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        }
    }
}
