using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Plain requests to the app, to Batch and to storage.</summary>
internal static class Requests
{
    public static async Task<HttpResponseMessage> PostRunAsync(this RunningApp app, string manifest, string? idempotencyKey = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = new StringContent(manifest, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await app.Http.SendAsync(request);
    }

    /// <summary>Starts a run over HTTP; gives its id.</summary>
    public static async Task<string> StartRunAsync(this RunningApp app, string manifest)
    {
        using HttpResponseMessage response = await app.PostRunAsync(manifest);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>What a task of a run wrote to its standard output.</summary>
    public static async Task<string> StdoutAsync(this RunningApp app, string runId, string task) =>
        (await app.Blobs("Outputs").GetBlobClient($"{runId}/{task}/stdout.txt").DownloadContentAsync()).Value.Content.ToString();

    /// <summary>What a manifest would do.</summary>
    public static async Task<JsonElement> ExplainAsync(this RunningApp app, string manifest)
    {
        using StringContent content = new(manifest, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await app.Http.PostAsync("api/explain", content);
        Assert.True(response.IsSuccessStatusCode, $"explain: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<JsonElement> GetAsync(this RunningApp app, string path)
    {
        using HttpResponseMessage response = await app.Http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Posts an empty JSON object.</summary>
    public static async Task<JsonElement> PostAsync(this RunningApp app, string path)
    {
        using HttpResponseMessage response = await app.Http.PostAsync(path, new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<string> GetTextAsync(this RunningApp app, string path)
    {
        using HttpResponseMessage response = await app.Http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task<JsonElement> ReadJsonAsync(this RunningApp app, string container, string name)
    {
        BlobDownloadResult download = await app.Blobs(container).GetBlobClient(name).DownloadContentAsync();
        return JsonSerializer.Deserialize<JsonElement>(download.Content.ToMemory().Span);
    }

    /// <summary>Posts to the account's data plane what its client has no method for.</summary>
    public static async Task PostToBatchAsync(this RunningApp app, string path, string? body)
    {
        using HttpClient http = new() { BaseAddress = new Uri(app.Emulator.HttpAddress, $"/{RunningApp.Account}/") };
        using HttpRequestMessage request = new(HttpMethod.Post, $"{path}?api-version=2025-06-01");
        request.Headers.Add("Authorization", "Bearer autobatch-development-token");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; odata=minimalmetadata");
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"Batch answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
