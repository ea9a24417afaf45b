using System.Text.Json;

namespace Autobatch.Testing.Contract;

/// <summary>A request to the emulator and its answer.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="RequestBody">Text of the request's body; null or empty for none, or for one that is wrong on purpose.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Headers">The answer's headers; names in any case.</param>
/// <param name="Body">Text of the answer's body.</param>
public sealed record Exchange(string Method, string Target, string? RequestBody, int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Of larger bodies the emulator tells the size alone, and of smaller ones when they are no JSON.</summary>
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>An exchange as the emulator writes it; null for one that was broken off, or whose body is left out of the log for its size.</summary>
    internal static Exchange? Read(JsonElement line)
    {
        Dictionary<string, string> headers = line.TryGetProperty("responseHeaders", out JsonElement all)
            ? all.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase)
            : [];
        bool isUntold = line.TryGetProperty("responseBytes", out JsonElement bytes) && !headers.ContainsKey("ocp-batch-file-url");
        bool isLeftOut = isUntold && bytes.GetInt64() > MostBytes;
        string answer = Text(line, "response") ?? (isUntold ? "no JSON" : "");
        return line.TryGetProperty("status", out JsonElement status) && !isLeftOut
            ? new(line.GetProperty("method").GetString()!, line.GetProperty("target").GetString()!, Text(line, "request"), status.GetInt32(), headers, answer)
            : null;
    }

    internal string Path => Target.Split('?')[0];

    internal IEnumerable<(string Name, string Value)> Query => Target.Split('?', 2) is [_, string query]
        ? query.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : ""))
        : [];

    internal string? QueryValue(string name) => Query.Where(pair => string.Equals(pair.Name, name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value).FirstOrDefault();

    private static string? Text(JsonElement line, string body) => line.TryGetProperty(body, out JsonElement value) ? value.GetRawText() : null;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
