using System.Text.RegularExpressions;

namespace Autobatch.Azurite;

/// <summary>
/// Reads one line of Azurite's access log. A blob was written when it is a PUT of account/container/blob, answered 201 or 202, that has no <c>comp</c>
/// (put, copy) or <c>comp=blocklist</c> (commit); blocks, leases, snapshots, tags and metadata all have another <c>comp</c>.
/// The query is looked at for that word only and goes no further: it may hold a shared access signature.
/// </summary>
internal static partial class AccessLogLine
{
    public static BlobWritten? Parse(string line)
    {
        Match match = PutThatWrote().Match(line);
        if (!match.Success || !IsWrite(match.Groups["query"].ValueSpan))
        {
            return null;
        }

        string[] parts = match.Groups["path"].Value.Split('/', 3);
        return parts is [{ Length: > 0 } account, { Length: > 0 } container, { Length: > 0 } name]
            ? new BlobWritten(account, container, Uri.UnescapeDataString(name))
            : null;
    }

    private static bool IsWrite(ReadOnlySpan<char> query)
    {
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (pair.StartsWith("comp=", StringComparison.OrdinalIgnoreCase))
            {
                return pair[5..].Equals("blocklist", StringComparison.OrdinalIgnoreCase);
            }

            if (pair.StartsWith("restype=", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex("""^\S+ \S+ \S+ \[[^\]]*\] "PUT /(?<path>[^\s?]+)(\?(?<query>\S*))? HTTP/[0-9.]+" 20[12] """, RegexOptions.CultureInvariant)]
    private static partial Regex PutThatWrote();
}
