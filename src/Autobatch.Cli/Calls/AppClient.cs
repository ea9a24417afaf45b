using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Calls;

/// <summary>Requests to the app. What it refuses, and that it is not there, are one line each.</summary>
/// <param name="http">The way to the app; closed with this.</param>
internal sealed class AppClient(HttpClient http) : IDisposable
{
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => JsonAsync(HttpMethod.Get, path, null, [], cancellationToken);

    /// <summary>The same for what may not be there; null when the app answers with the code that says so.</summary>
    public async Task<JsonElement?> FindAsync(string path, string missing, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException e) when (e.Message.StartsWith(missing, StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Posts JSON, by default an empty object.</summary>
    public Task<JsonElement> PostAsync(string path, CancellationToken cancellationToken, ReadOnlyMemory<byte>? body = null, params (string Name, string Value)[] headers) =>
        JsonAsync(HttpMethod.Post, path, body ?? "{}"u8.ToArray(), headers, cancellationToken);

    /// <summary>Any other request with JSON.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        JsonAsync(method, path, Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "{}"), headers, cancellationToken);

    /// <summary>Every page of a list as one answer.</summary>
    public async Task<JsonElement> GetAllAsync(string path, string list, CancellationToken cancellationToken)
    {
        JsonArray all = [];
        string? token = null;
        do
        {
            JsonElement page = await GetAsync(token is null ? path : $"{path}?continuationToken={Uri.EscapeDataString(token)}", cancellationToken).ConfigureAwait(false);
            foreach (JsonElement item in page.GetProperty(list).EnumerateArray())
            {
                all.Add(JsonNode.Parse(item.GetRawText()));
            }

            token = page.TryGetProperty("continuationToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        return JsonElement.Parse(new JsonObject { [list] = all }.ToJsonString());
    }

    /// <summary>Writes an answer to a file, which is there under its name only once it is whole.</summary>
    public async Task DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        using HttpResponseMessage answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw Refused(answer, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }

        string part = $"{file}.part";
        try
        {
            FileStream target = File.Create(part);
            await using (target.ConfigureAwait(false))
            {
                await answer.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }

            File.Move(part, file, overwrite: true);
        }
        catch (HttpRequestException e)
        {
            throw new CliException(ExitCodes.Unreachable, $"The download broke off ({e.Message}); what there is of it is {part}. Try again.", e);
        }
    }

    /// <summary>A file from a byte on; null when there is nothing more of it yet.</summary>
    public async Task<byte[]?> ReadAsync(string path, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Range = from == 0 ? null : new RangeHeaderValue(from, null) } };
        using HttpResponseMessage answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable ? null
            : answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
            : throw Refused(answer, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> JsonAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using HttpResponseMessage answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? Parse(text) : throw Refused(answer, text);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CliException(
                ExitCodes.Unreachable, $"The app at {http.BaseAddress} does not answer ({e.Message.ReplaceLineEndings(" ")}). Start it, or name another one with --address or AUTOBATCH_ADDRESS.", e);
        }
    }

    private CliException Refused(HttpResponseMessage answer, string text)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json" || Parse(text) is not { ValueKind: JsonValueKind.Object } problem)
        {
            string mend = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? "it wants another --key or --entra-scope" : "is it Autobatch?";
            return new CliException(ExitCodes.NotDone, $"The app at {http.BaseAddress} answered {(int)answer.StatusCode} {answer.ReasonPhrase}; {mend}");
        }

        IEnumerable<string> errors = problem.TryGetProperty("errors", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(e => $"({Text(e, "line")},{Text(e, "column")}) {Text(e, "pointer")}: {Text(e, "code")}: {Text(e, "message")}")
            : [];
        return new CliException(ExitCodes.NotDone, string.Join(Environment.NewLine, errors.Prepend($"{Text(problem, "code")}: {Text(problem, "detail")}")));
    }

    private JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCodes.NotDone, $"The app at {http.BaseAddress} answered with something that is no JSON; is it Autobatch?", e);
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}
