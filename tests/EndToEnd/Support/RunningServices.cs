using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Local.Hosting;
using Autobatch.Results;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.EndToEnd.Support;

/// <summary>Azurite, emulator and function app, as <c>start</c> brings them up, on free ports in a temporary folder.</summary>
public abstract class RunningServices(bool events) : IAsyncLifetime
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);
    private readonly DataFolder _data = DataFolder.Temporary();
    private readonly StopSignal _signal = new();
    private LocalHost? _host;
    private HttpClient? _http;

    public HttpClient Http => _http ?? throw new InvalidOperationException("The services have not started.");

    public BlobServiceClient Storage => Host.Storage;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The services have not started.");

    public async ValueTask InitializeAsync()
    {
        LocalHostOptions options = new()
        {
            Data = _data,
            Ports = LocalPorts.AnyFree,
            Events = events,
            DefaultNodes = 1,
            DefaultSlots = 4,
            BatchDebug = WireLogs.Next(() => _http is not null),
            MoreSettings = new Dictionary<string, string> { ["Autobatch:Audit:Schedule"] = "*/1 * * * * *" },
        };
        _host = await LocalHost.StartAsync(options, new Progress<string>(), _signal);
        _http = new HttpClient { BaseAddress = _host.FunctionsAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _signal.Dispose();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Drops a manifest as a user would; the run's id follows from the blob's version.</summary>
    public async Task<DroppedManifest> DropAsync(string name, string manifest)
    {
        string blobName = $"{name}.job.json";
        BlobClient blob = Storage.GetBlobContainerClient("jobs").GetBlobClient(blobName);
        string etag = (await blob.UploadAsync(BinaryData.FromString(manifest), overwrite: true, Cancel)).Value.ETag.ToString();
        return new DroppedManifest(blobName, etag, blob.Uri, Ids.ForBlob(Storage.AccountName, "jobs", blobName, etag));
    }

    /// <summary>Waits for the run's end and returns what <c>GET /api/runs/{id}</c> says of it.</summary>
    public Task<JsonDocument> EndOfAsync(string runId) =>
        Wait.ForAsync(
            async () =>
            {
                using HttpResponseMessage answer = await Http.GetAsync($"api/runs/{runId}", Cancel);
                if (!answer.IsSuccessStatusCode)
                {
                    return null;
                }

                JsonDocument run = (await answer.Content.ReadFromJsonAsync<JsonDocument>(Cancel))!;
                return RunStatus.IsFinal(run.RootElement.GetProperty("status").GetString()!) ? run : null;
            },
            $"run {runId} ends",
            RunLimit,
            Cancel);

    /// <summary>A file of <c>results/{runId}/</c>; waits for it, since the status may be a moment ahead of a reader.</summary>
    public async Task<JsonElement> ResultAsync(string runId, string file)
    {
        BlobClient blob = Storage.GetBlobContainerClient("results").GetBlobClient($"{runId}/{file}");
        await Wait.UntilAsync(async () => await blob.ExistsAsync(Cancel), $"results/{runId}/{file} exists", cancellationToken: Cancel);
        BinaryData content = (await blob.DownloadContentAsync(Cancel)).Value.Content;
        if (file == "result.json")
        {
            Assert.Empty(ResultSchema.Check(content.ToMemory()));
        }

        return JsonElement.Parse(content);
    }

    /// <summary>Ids of all runs whose manifest has this id.</summary>
    public async Task<IReadOnlyList<string>> RunsOfAsync(string manifestId)
    {
        JsonElement page = await Http.GetFromJsonAsync<JsonElement>("api/runs?top=100", Cancel);
        return [.. page.GetProperty("runs").EnumerateArray()
            .Where(run => run.TryGetProperty("manifestId", out JsonElement id) && id.GetString() == manifestId)
            .Select(run => run.GetProperty("id").GetString()!)];
    }
}

/// <summary>A manifest in storage.</summary>
public sealed record DroppedManifest(string BlobName, string ETag, Uri Url, string RunId);

/// <summary>Events on: what a user has.</summary>
public sealed class ServicesWithEvents() : RunningServices(events: true);

/// <summary>No events at all: only the audit finds blobs.</summary>
public sealed class ServicesWithoutEvents() : RunningServices(events: false);
