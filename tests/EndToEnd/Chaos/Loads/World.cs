using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Autobatch.EndToEnd.Chaos.Services;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>Users of the services: they drop blobs, call the app until it answers, and wait for runs to end.</summary>
internal sealed class World(ChaosServices services, TimeSpan patience, CancellationToken cancellationToken)
{
    private readonly List<string> _serverErrors = [];

    /// <summary>Answers that say that the app did not know what to say.</summary>
    public IReadOnlyList<string> ServerErrors
    {
        get
        {
            lock (_serverErrors)
            {
                return [.. _serverErrors];
            }
        }
    }

    /// <summary>Uploads a blob once; gives the id of what its version starts.</summary>
    public Task<string> DropAsync(string container, string name, BinaryData content) => WithStorageAsync(async storage =>
    {
        ETag etag = (await storage.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken)).Value.ETag;
        return Ids.ForBlob(storage.AccountName, container, name, etag.ToString());
    });

    public Task<string> DropAsync(string container, string name, string content) => DropAsync(container, name, BinaryData.FromString(content));

    /// <summary>Posts under an idempotency key until the app has taken it in; gives the run's id.</summary>
    public async Task<string> PostAsync(string path, string key, string body)
    {
        JsonElement answer = await CallAsync(
            () =>
            {
                HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
                request.Headers.Add("Idempotency-Key", key);
                return request;
            },
            $"POST {path} is taken in");
        return answer.GetProperty("id").GetString()!;
    }

    /// <summary>Asks for a run's cancellation until the app has heard it. When its answer was lost, the run may have ended by now: that is a conflict.</summary>
    public Task CancelAsync(string runId) => CallAsync(
        () => new HttpRequestMessage(HttpMethod.Post, $"api/runs/{runId}/cancel") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") },
        $"the cancellation of {runId} is heard",
        HttpStatusCode.Conflict);

    public Task<JsonElement> GetAsync(string path) => CallAsync(() => new HttpRequestMessage(HttpMethod.Get, path), $"GET {path} is answered");

    /// <summary>Waits for a run's end; gives its status.</summary>
    public async Task<string> EndOfAsync(string runId)
    {
        JsonElement run = default;
        await Wait.UntilAsync(
            async () =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancellationToken);
                return await TryAsync(() => new HttpRequestMessage(HttpMethod.Get, $"api/runs/{runId}")) is { } found
                    && RunStatus.IsFinal((run = found).GetProperty("status").GetString()!);
            },
            () => $"run {runId} ends; last seen: {run}",
            patience,
            cancellationToken);

        return run.GetProperty("status").GetString()!;
    }

    public Task<BinaryData> ReadAsync(string container, string name) => WithStorageAsync(async storage =>
        (await storage.GetBlobContainerClient(container).GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content);

    /// <summary>Names of the blobs under a prefix.</summary>
    public Task<List<string>> BlobsAsync(string container, string prefix) => WithStorageAsync(async storage =>
        await storage.GetBlobContainerClient(container).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken)
            .Select(blob => blob.Name).ToListAsync(cancellationToken));

    private async Task<T> WithStorageAsync<T>(Func<BlobServiceClient, Task<T>> use)
    {
        await services.StorageInUse.WaitAsync(cancellationToken);
        try
        {
            return await use(services.Storage);
        }
        finally
        {
            services.StorageInUse.Release();
        }
    }

    private async Task<JsonElement> CallAsync(Func<HttpRequestMessage> request, string what, HttpStatusCode? accepted = null)
    {
        JsonElement? answer = null;
        await Wait.UntilAsync(
            async () =>
            {
                answer = await TryAsync(request, accepted);
                if (answer is null)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancellationToken);
                }

                return answer is not null;
            },
            what,
            patience,
            cancellationToken);
        return answer!.Value;
    }

    /// <returns>Null when it did not answer, or not with success.</returns>
    private async Task<JsonElement?> TryAsync(Func<HttpRequestMessage> make, HttpStatusCode? accepted = null)
    {
        try
        {
            using HttpRequestMessage request = make();
            using HttpResponseMessage answer = await services.Http.SendAsync(request, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                string said = $"{request.Method} {request.RequestUri}: {await answer.Content.ReadAsStringAsync(cancellationToken)}";
                lock (_serverErrors)
                {
                    _serverErrors.Add(said);
                }
            }

            return answer.IsSuccessStatusCode || answer.StatusCode == accepted ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or JsonException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
