using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>The doors by which input comes into the running app, and what is told of it there.</summary>
internal sealed class BadDoors(RunningApp app, CancellationToken cancellationToken)
{
    private int _pools;

    public RunningApp App => app;

    /// <summary>Sends a request whose body, if there is one, is JSON unless a header says otherwise.</summary>
    public async Task<BadAnswer> SendAsync(string method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", headers.FirstOrDefault(h => h.Name == "Content-Type").Value ?? "application/json");
        }

        foreach ((string name, string value) in headers.Where(h => h.Name != "Content-Type"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        // A body that is refused unread would break the pipe while it is still being sent.
        request.Headers.ExpectContinue = body?.Length > 64 * 1024;
        using HttpResponseMessage answer = await app.Http.SendAsync(request, cancellationToken);
        return new BadAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public Task<BadAnswer> SendAsync(string method, string path, string body, params (string Name, string Value)[] headers) => SendAsync(method, path, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Posts a manifest.</summary>
    public Task<BadAnswer> PostAsync(byte[] manifest, string query = "") => SendAsync("POST", $"api/runs{query}", manifest);

    public Task<BadAnswer> PostAsync(string manifest, string query = "") => PostAsync(Encoding.UTF8.GetBytes(manifest), query);

    /// <summary>Sends bytes that no client library would, and reads until the server closes.</summary>
    public async Task<BadAnswer> RawAsync(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(app.Http.BaseAddress!.Host, app.Http.BaseAddress.Port, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        using MemoryStream answer = new();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), cancellationToken);
            await stream.CopyToAsync(answer, cancellationToken);
        }
        catch (IOException)
        {
            // The server closed while we were still sending; what it said before counts.
        }

        string text = Encoding.UTF8.GetString(answer.ToArray());
        return new BadAnswer(text.Length == 0 ? 400 : int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text);
    }

    /// <summary>Drops a blob and waits for what becomes of it; gives its <c>error.json</c>, which must say what the API says.</summary>
    public async Task<BadAnswer> DropAsync(string container, string name, byte[] content)
    {
        string id = await app.DropAsync(container, name, new BinaryData(content));
        JsonElement run = await app.EndOfAsync(id);
        BadAnswer told = new(0, run.GetProperty("error").GetRawText());
        BadAnswer kept = await ErrorFileAsync(id);
        Assert.Equal(told.Code, kept.Code);
        return kept;
    }

    public Task<BadAnswer> DropAsync(string container, string name, string content) => DropAsync(container, name, Encoding.UTF8.GetBytes(content));

    /// <summary>Drops a workload's document.</summary>
    public async Task<BadAnswer> WorkloadAsync(string name, byte[] content) => await ErrorFileAsync(await app.DropAsync("Workloads", name, new BinaryData(content)));

    public Task<BadAnswer> WorkloadAsync(string name, string content) => WorkloadAsync(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Defines a pool, and starts a run that wants it.</summary>
    public async Task<BadAnswer> PoolAsync(byte[] content)
    {
        string pool = $"bad-{Interlocked.Increment(ref _pools)}";
        await app.Blobs("Pools").GetBlobClient($"{pool}.pool.json").UploadAsync(new BinaryData(content), overwrite: true, cancellationToken);
        return await RunAsync($$"""{"schemaVersion":"1.0","id":"x","poolInfo":{"poolId":"{{pool}}"},"tasks":[{"id":"t","commandLine":"true"}]}""");
    }

    public Task<BadAnswer> PoolAsync(string content) => PoolAsync(Encoding.UTF8.GetBytes(content));

    /// <summary>Starts a run whose manifest is in order and which cannot be carried out.</summary>
    public async Task<BadAnswer> RunAsync(string manifest)
    {
        using HttpResponseMessage posted = await app.PostRunAsync(manifest);
        string text = await posted.Content.ReadAsStringAsync(cancellationToken);
        if (!posted.IsSuccessStatusCode)
        {
            return new BadAnswer((int)posted.StatusCode, text);
        }

        JsonElement run = await app.EndOfAsync(posted.Headers.Location!.ToString().Split('/')[^1]);
        return new BadAnswer(0, run.TryGetProperty("error", out JsonElement error) ? error.GetRawText() : run.GetRawText());
    }

    /// <summary>Posts to the door of blob events.</summary>
    public Task<BadAnswer> EventAsync(string body, string function = "Host.Functions.ManifestDropped", string kind = "Notification") =>
        SendAsync("POST", $"runtime/webhooks/blobs?functionName={function}", body, ("aeg-event-type", kind));

    private async Task<BadAnswer> ErrorFileAsync(string id)
    {
        BlobClient file = app.Blobs("Results").GetBlobClient($"{id}/error.json");
        await Wait.UntilAsync(async () => await file.ExistsAsync(cancellationToken), $"{file.Name} is there", TimeSpan.FromSeconds(90), cancellationToken);
        return new BadAnswer(0, (await file.DownloadContentAsync(cancellationToken)).Value.Content.ToString());
    }
}
