using System.Security.Cryptography;
using System.Text;

namespace Autobatch.Emulator.Protocol.Authentication;

/// <summary>
/// Verifies SharedKey signatures. Real clients build the string to sign in slightly different ways and the service accepts
/// all of them, so every known way is tried (FACTS A.6); comparisons take constant time.
/// </summary>
internal static class SharedKey
{
    private static readonly bool[] s_both = [false, true];

    /// <summary>Whether the signature fits the request in any known way.</summary>
    public static bool Verify(SignedRequest request, string account, string signature, IReadOnlyList<byte[]> keys)
    {
        Span<byte> given = stackalloc byte[32];
        if (!Convert.TryFromBase64String(signature, given, out var length) || length != 32)
        {
            return false;
        }

        Span<byte> computed = stackalloc byte[32];
        foreach (var text in StringsToSign(request, account))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var key in keys)
            {
                HMACSHA256.HashData(key, bytes, computed);
                if (CryptographicOperations.FixedTimeEquals(given, computed))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Every string that a known client would sign, the likeliest first.</summary>
    public static IEnumerable<string> StringsToSign(SignedRequest request, string account)
    {
        foreach (var contentLength in ContentLengths(request))
        {
            var head = Head(request, contentLength, account);
            foreach (var resource in Queries(request.Target.Query).Distinct())
            {
                yield return head + resource;
            }
        }
    }

    private static string Head(SignedRequest request, string contentLength, string account)
    {
        var text = new StringBuilder(request.Method).Append('\n');
        foreach (var name in (string[])["Content-Encoding", "Content-Language"])
        {
            text.Append(request.Header(name)).Append('\n');
        }

        text.Append(contentLength).Append('\n');
        foreach (var name in (string[])["Content-MD5", "Content-Type"])
        {
            text.Append(request.Header(name)).Append('\n');
        }

        text.Append(request.Header("ocp-date").Length > 0 ? "" : request.Header("Date")).Append('\n');
        foreach (var name in (string[])["If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"])
        {
            text.Append(request.Header(name)).Append('\n');
        }

        foreach (var (name, value) in request.Headers
            .Where(header => header.Key.StartsWith("ocp-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), header.Value))
            .OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(':').Append(value.Trim()).Append('\n');
        }

        return text.Append('/').Append(account).Append(request.Target.Path).ToString();
    }

    private static IEnumerable<string> ContentLengths(SignedRequest request)
    {
        var header = request.Header("Content-Length");
        yield return header;
        if (header is "" or "0")
        {
            yield return header == "" ? "0" : "";
        }
    }

    private static IEnumerable<string> Queries(IReadOnlyList<QueryParameter> query)
    {
        var plus = query.Any(parameter => parameter.RawValue.Contains('+', StringComparison.Ordinal));
        foreach (var lower in s_both)
        {
            foreach (var sortLowered in lower ? s_both : [false])
            {
                foreach (var dropEmpty in s_both)
                {
                    foreach (var firstOnly in s_both)
                    {
                        yield return Query(query, lower, sortLowered, dropEmpty, firstOnly, plusIsBlank: false);
                        if (plus)
                        {
                            yield return Query(query, lower, sortLowered, dropEmpty, firstOnly, plusIsBlank: true);
                        }
                    }
                }
            }
        }
    }

    private static string Query(IReadOnlyList<QueryParameter> query, bool lower, bool sortLowered, bool dropEmpty, bool firstOnly, bool plusIsBlank)
    {
        string Decode(QueryParameter parameter) => plusIsBlank ? parameter.Value : Uri.UnescapeDataString(parameter.RawValue);
        var groups = query
            .Where(parameter => !dropEmpty || parameter.RawValue.Length > 0)
            .GroupBy(parameter => parameter.Name, Decode)
            .OrderBy(group => sortLowered ? group.Key.ToLowerInvariant() : group.Key, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var group in groups)
        {
            text.Append('\n').Append(lower ? group.Key.ToLowerInvariant() : group.Key).Append(':').Append(firstOnly ? group.First() : string.Join(',', group));
        }

        return text.ToString();
    }
}

/// <summary>What of a request is signed.</summary>
internal sealed record SignedRequest(string Method, Target Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A header's value, or "".</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";
}
