using System.Text.Json;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

/// <summary>Hosts with blob functions over one container and one data folder of the test's own.</summary>
internal sealed class BlobHost(AzuriteFixture azurite) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public BlobNotes Notes { get; } = new();

    public BlobContainerClient Container { get; } = new(azurite.ConnectionString, AzuriteFixture.UniqueName("box"));

    public string[] More { get; init; } = [];

    public string? HostJson { get; init; }

    public async Task<TestHost> StartAsync(Type functions, bool keepData = true)
    {
        await Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return await TestHost.StartAsync([functions], new TestHost.Options
        {
            HostJson = HostJson,
            Settings =
            [
                "AzureWebJobsStorage=" + azurite.ConnectionString, "AutoStorage=" + azurite.ConnectionString, "Box=" + Container.Name,
                "Autobatch:Local:BlobRetryDelay=00:00:00.020", "Autobatch:Local:BlobScanInterval=00:00:00.100",
                .. keepData ? ["Autobatch:Local:DataDirectory=" + _data.Path] : Array.Empty<string>(), .. More,
            ],
            Configure = b => b.Services.AddSingleton(Notes),
        });
    }

    /// <summary>Writes a blob and gives its ETag.</summary>
    public async Task<string> WriteAsync(string name, string text) => (await Container.GetBlobClient(name).UploadAsync(
        BinaryData.FromString(text), overwrite: true, TestContext.Current.CancellationToken)).Value.ETag.ToString();

    public Task<HttpResponseMessage> NotifyAsync(TestHost host, string function, string blob, string etag, string? container = null) =>
        host.PostAsync("runtime/webhooks/blobs?functionName=Host.Functions." + function, Event(container ?? Container.Name, blob, etag),
            ("aeg-event-type", "Notification"));

    public async Task DropAsync(TestHost host, string function, string blob, string text) =>
        (await NotifyAsync(host, function, blob, await WriteAsync(blob, text))).EnsureSuccessStatusCode();

    public Task SeenAsync(params string[] lines) => Wait.UntilAsync(
        () => lines.All(l => Notes.Lines.Contains(l)), $"functions note {string.Join(", ", lines)}; noted so far: {string.Join(", ", Notes.Lines)}",
        cancellationToken: TestContext.Current.CancellationToken);

    public static Task DoneAsync(TestHost host) => Wait.UntilAsync(
        () => host.Services.GetRequiredService<LocalStore>().InTransaction(t => t.Query("SELECT id FROM blob_events", r => r.GetInt64(0))).Count == 0,
        "every blob event is over", cancellationToken: TestContext.Current.CancellationToken);

    public static string Event(string container, string blob, string etag) => JsonSerializer.Serialize(new[]
    {
        new
        {
            id = "1", topic = "t", subject = $"/blobServices/default/containers/{container}/blobs/{blob}",
            eventType = "Microsoft.Storage.BlobCreated", eventTime = "2026-05-01T00:00:00Z", dataVersion = "", metadataVersion = "1",
            data = new { api = "PutBlob", eTag = etag, url = $"http://127.0.0.1/x/{container}/{blob}", blobType = "BlockBlob" },
        },
    });

    public void Dispose() => _data.Dispose();
}
