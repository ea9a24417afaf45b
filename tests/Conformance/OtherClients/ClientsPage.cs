using System.Text.RegularExpressions;
using Autobatch.Testing;

namespace Autobatch.Conformance;

/// <summary>The snippets of docs/emulator-clients.md: each says in a comment before it whether it is run, and with what.</summary>
internal static partial class ClientsPage
{
    public static string Text { get; } = Repository.Read("docs", "emulator-clients.md");

    /// <summary>What runs each snippet that is run, and the snippet, in the order of the page.</summary>
    public static IReadOnlyList<(string Tool, string Code)> Snippets { get; } = [.. Snippet().Matches(Text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    [GeneratedRegex(@"<!-- run: (\w+) -->\n```\w+\n(.*?)\n```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Snippet();
}
