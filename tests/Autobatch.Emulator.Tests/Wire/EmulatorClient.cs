using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Testing.Contract;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>A plain data plane client that signs as real clients do.</summary>
internal sealed class EmulatorClient(Uri address, string account = "devbatchaccount1", string key = WellKnown.AccountKey) : IDisposable
{
    public const string Version = "2025-06-01";
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose() => _http.Dispose();

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, string? body = null) => Send(HttpMethod.Post, path, body);

    public Task<Answer> Patch(string path, string body) => Send(HttpMethod.Patch, path, body);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Sends a signed request; the path may have a query, the version is added.</summary>
    public Task<Answer> Send(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var target = path.Contains("api-version", StringComparison.Ordinal) ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "api-version=" + Version;
        var request = new HttpRequestMessage(method, new Uri(address, target));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; odata=minimalmetadata");
        }

        if (!headers.Any(header => header.Name == "ocp-date"))
        {
            request.Headers.Add("ocp-date", TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {account}:{Sign(request)}");
        return SendRaw(request);
    }

    /// <summary>Sends a request as it is.</summary>
    public async Task<Answer> SendRaw(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return await Answer.Read(response);
        }
    }

    private string Sign(HttpRequestMessage request)
    {
        string Header(string name) => request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
        var length = request.Content?.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "";
        var text = new StringBuilder($"{request.Method}\n\n\n{length}\n\n{request.Content?.Headers.ContentType}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Header("If-Modified-Since")}\n{Header("If-Match")}\n{Header("If-None-Match")}\n{Header("If-Unmodified-Since")}\n\n");
        foreach (var header in request.Headers.Where(h => h.Key.StartsWith("ocp-", StringComparison.Ordinal)).OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{header.Key}:{string.Join(',', header.Value)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"/{account}{request.RequestUri!.AbsolutePath}");
        var query = request.RequestUri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2));
        foreach (var pair in query.OrderBy(pair => pair[0], StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Uri.UnescapeDataString(pair[0])}:{Uri.UnescapeDataString(pair[1])}");
        }

        return Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>Reads an answer to its end; fails when the service would not have answered so.</summary>
    public static async Task<Answer> Read(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var request = response.RequestMessage!;
        var faults = ServiceContract.FaultsOf(new(request.Method.Method, request.RequestUri!.PathAndQuery, null, (int)response.StatusCode, headers, text));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        return new(response.StatusCode, headers, text);
    }

    public JsonElement Json => JsonElement.Parse(Text);

    public string? Code => Json.GetProperty("code").GetString();

    public IEnumerable<string> Ids => Json.GetProperty("value").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);

    /// <summary>Fails with the body when the status is another.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }
}
