using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Uploads and the events that Azure would send of them.</summary>
internal static class Drops
{
    /// <summary>Uploads a blob and posts its event; gives the run's or registration's id.</summary>
    public static async Task<string> DropAsync(this RunningApp app, string container, string name, BinaryData content)
    {
        string id = await app.UploadAsync(container, name, content);
        await app.PostEventAsync(container, name);
        return id;
    }

    public static Task<string> DropAsync(this RunningApp app, string container, string name, string text) => app.DropAsync(container, name, BinaryData.FromString(text));

    /// <summary>Uploads a file that a run is to work on.</summary>
    public static Task InputAsync(this RunningApp app, string name, string text) => app.Blobs("Inputs").GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true);

    /// <summary>Uploads a blob and tells nobody; gives the id that it will have.</summary>
    public static async Task<string> UploadAsync(this RunningApp app, string container, string name, BinaryData content)
    {
        Response<BlobContentInfo> uploaded = await app.Blobs(container).GetBlobClient(name).UploadAsync(content, overwrite: true);
        return Autobatch.Runs.Ids.ForBlob(app.Storage.AccountName, app.Container(container), name, uploaded.Value.ETag.ToString());
    }

    /// <summary>Posts the event that Azure would.</summary>
    public static async Task PostEventAsync(this RunningApp app, string container, string name)
    {
        BlobProperties properties = await app.Blobs(container).GetBlobClient(name).GetPropertiesAsync();
        await app.PostEventsAsync(container, (name, properties.ETag.ToString()));
    }

    /// <summary>Posts events of several blobs in one request, as Azure does when many come.</summary>
    public static async Task PostEventsAsync(this RunningApp app, string container, params (string Name, string ETag)[] written)
    {
        JsonArray events = [.. written.Select(w => Event(app, container, w.Name, w.ETag))];
        string function = container switch
        {
            "Packages" => "PackageDropped",
            "Inputs" => "InputDropped",
            "Workloads" => "WorkloadDropped",
            "Markers" => "MarkerDropped",
            _ => "ManifestDropped",
        };
        using HttpRequestMessage request = new(HttpMethod.Post, $"runtime/webhooks/blobs?functionName=Host.Functions.{function}")
        {
            Content = new StringContent(events.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("aeg-event-type", "Notification");
        if (app.Setting("Autobatch:Local:Keys:system") is { } systemKey)
        {
            request.Headers.Add("x-functions-key", systemKey);
        }

        using HttpResponseMessage response = await app.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"The door answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static JsonObject Event(RunningApp app, string container, string name, string etag) => new()
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["topic"] = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/" + app.Storage.AccountName,
        ["subject"] = $"/blobServices/default/containers/{app.Container(container)}/blobs/{name}",
        ["eventType"] = "Microsoft.Storage.BlobCreated",
        ["eventTime"] = TimeProvider.System.GetUtcNow().ToString("O"),
        ["dataVersion"] = "",
        ["metadataVersion"] = "1",
        ["data"] = new JsonObject
        {
            ["api"] = "PutBlob",
            ["eTag"] = etag,
            ["blobType"] = "BlockBlob",
            ["url"] = app.Blobs(container).GetBlobClient(name).Uri.AbsoluteUri,
        },
    };
}
