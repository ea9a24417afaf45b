using System.Text;
using Azure.Core;

namespace Autobatch.Batch;

/// <summary>
/// What SharedKey signs, as <c>@azure/batch</c> does it (FACTS A.6): names as sent, values decoded,
/// and "0" for the length of a bodiless POST, which is what HttpClient then sends.
/// </summary>
internal static class StringToSign
{
    private static readonly string[] s_headers =
    [
        "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    public static string Of(Request request, string accountName)
    {
        var text = new StringBuilder(256)
            .Append(request.Method.Method).Append('\n')
            .Append(Header(request, "Content-Encoding")).Append('\n')
            .Append(Header(request, "Content-Language")).Append('\n')
            .Append(ContentLength(request)).Append('\n');
        bool dated = request.Headers.Contains("ocp-date");
        foreach (string name in s_headers)
            text.Append(dated && name == "Date" ? "" : Header(request, name)).Append('\n');
        AppendOcpHeaders(text, request);
        AppendResource(text, request.Uri.ToUri(), accountName);
        return text.ToString();
    }

    private static string Header(Request request, string name) => request.Headers.TryGetValue(name, out string? value) ? value ?? "" : "";

    private static string ContentLength(Request request)
    {
        if (request.Content is not null && request.Content.TryComputeLength(out long length) && length > 0)
            return length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return request.Method == RequestMethod.Post ? "0" : "";
    }

    private static void AppendOcpHeaders(StringBuilder text, Request request)
    {
        IEnumerable<(string Name, string Value)> headers = request.Headers
            .Where(h => h.Name.StartsWith("ocp-", StringComparison.OrdinalIgnoreCase))
            .Select(h => (h.Name.ToLowerInvariant(), h.Value.Trim()));
        foreach ((string name, string value) in headers.OrderBy(h => h.Name, StringComparer.Ordinal))
            text.Append(name).Append(':').Append(value).Append('\n');
    }

    private static void AppendResource(StringBuilder text, Uri uri, string accountName)
    {
        text.Append('/').Append(accountName).Append(uri.AbsolutePath);
        IEnumerable<IGrouping<string, string>> query = uri.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "");
        foreach (IGrouping<string, string> parameter in query.OrderBy(p => p.Key, StringComparer.Ordinal))
            text.Append('\n').Append(parameter.Key).Append(':').AppendJoin(',', parameter);
    }
}
