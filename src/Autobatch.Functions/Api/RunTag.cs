using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Ledger;
using Microsoft.Extensions.Primitives;

namespace Autobatch.Functions.Api;

/// <summary>
/// The ETag of a run: one part for what the ledger has recorded, one for all that is told, live counts included. Who asks whether anything
/// is new compares both; who wants to change the run compares the record, since counts move all the time.
/// </summary>
internal readonly record struct RunTag(string Record, string Told)
{
    /// <summary>The ETag as it is sent.</summary>
    public string Text => $"\"{Record}-{Told}\"";

    public static RunTag Of(LedgerEntry entry, RunView view) => new(
        Hash(Encoding.UTF8.GetBytes(entry.RowVersion.ToString())), Hash(JsonSerializer.SerializeToUtf8Bytes(view, AppJson.Default.RunView)));

    /// <summary>Whether an If-None-Match names exactly this.</summary>
    public bool IsKnown(StringValues ifNoneMatch)
    {
        string text = Text;
        return Tags(ifNoneMatch).Any(t => t == "*" || t == text);
    }

    /// <summary>Whether an If-Match allows to change the run: there is none, or it names the run's record.</summary>
    public static bool Allows(StringValues ifMatch, LedgerEntry entry)
    {
        string record = $"\"{Hash(Encoding.UTF8.GetBytes(entry.RowVersion.ToString()))}-";
        string[] tags = [.. Tags(ifMatch)];
        return ifMatch.Count == 0 || tags.Any(t => t == "*" || t.StartsWith(record, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Tags(StringValues header) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Select(t => t.StartsWith("W/", StringComparison.Ordinal) ? t[2..] : t);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash64.Hash(bytes));
}
