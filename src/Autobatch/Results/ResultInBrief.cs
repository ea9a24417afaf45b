using System.Text;

namespace Autobatch.Results;

/// <summary>Reads a <c>result.json</c> without its tasks and outputs, line by line, so that a large one is never in memory.</summary>
public static class ResultInBrief
{
    private const string EndOfList = "  ]";
    private static readonly string[] s_lists = ["  \"tasks\": [", "  \"outputs\": ["];

    /// <summary>The document with both lists empty.</summary>
    public static async Task<string> ReadAsync(Stream result, CancellationToken cancellationToken = default)
    {
        using StreamReader reader = new(result, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        StringBuilder brief = new();
        bool within = false;
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (within && !line.StartsWith(EndOfList, StringComparison.Ordinal))
            {
                continue;
            }

            within = s_lists.Any(l => string.Equals(line, l, StringComparison.Ordinal));
            brief.Append(line).Append('\n');
        }

        return brief.ToString();
    }
}
