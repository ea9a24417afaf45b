using System.Text.Json.Nodes;
using Autobatch.Testing;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace Autobatch.Functions.Tests.Support;

/// <summary>A further storage account of a running app: drops into it, and the events that Azure would put into the queue.</summary>
/// <param name="azurite">The shared Azurite, which has the app's queue.</param>
/// <param name="account">The storage account's name.</param>
/// <param name="service">Its blobs when they lie elsewhere; the app then comes to them by its identity.</param>
internal sealed class FurtherStorage(AzuriteFixture azurite, string account, BlobServiceClient? service = null)
{
    private RunningApp _app = null!;

    public string Account => account;

    /// <summary>The settings that an app needs for it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Autobatch:Storage:0:Name", account),
        service is null ? ("Autobatch:Storage:0:Connection", azurite.ConnectionStringOf(account)) : ("Autobatch:Storage:0:Connection:blobServiceUri", service.Uri.AbsoluteUri),
        ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.200"),
        ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:00"),
    ];

    public FurtherStorage Of(RunningApp app)
    {
        _app = app;
        return this;
    }

    public BlobContainerClient Blobs(string container) => (service ?? new BlobServiceClient(azurite.ConnectionStringOf(account))).GetBlobContainerClient(_app.Container(container));

    /// <summary>Uploads a blob and tells nobody; gives the id that it will have.</summary>
    public async Task<string> UploadAsync(string container, string name, string text)
    {
        Response<BlobContentInfo> uploaded = await Blobs(container).GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true);
        return Autobatch.Runs.Ids.ForBlob(account, _app.Container(container), name, uploaded.Value.ETag.ToString());
    }

    /// <summary>Puts a message into the event queue, as it is.</summary>
    public Task SendAsync(string message) => Queue().SendMessageAsync(message);

    public QueueClient Queue() =>
        new(azurite.ConnectionString, _app.Setting("Autobatch:Events:Queue"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task SendEventAsync(string container, string name) => await SendAsync((await EventAsync(container, name)).ToJsonString());

    /// <summary>The event that Azure would make of a blob that is there.</summary>
    public async Task<JsonObject> EventAsync(string container, string name)
    {
        BlobProperties properties = await Blobs(container).GetBlobClient(name).GetPropertiesAsync();
        return Event(container, name, properties.ETag.ToString());
    }

    public JsonObject Event(string container, string name, string etag) => new()
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["topic"] = $"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{account}",
        ["subject"] = $"/blobServices/default/containers/{_app.Container(container)}/blobs/{name}",
        ["eventType"] = "Microsoft.Storage.BlobCreated",
        ["eventTime"] = "2026-05-01T00:00:00Z",
        ["data"] = new JsonObject { ["api"] = "PutBlob", ["eTag"] = etag },
    };
}
