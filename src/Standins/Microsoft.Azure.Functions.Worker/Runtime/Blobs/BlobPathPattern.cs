using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>
/// The path of a blob trigger: a container, and a pattern of literals and <c>{name}</c> parts that each take as much as they can
/// (<c>{name}.{ext}</c> splits <c>a.b.csv</c> into <c>a.b</c> and <c>csv</c>). Without a pattern every blob matches.
/// </summary>
internal sealed partial class BlobPathPattern
{
    private readonly Regex? _pattern;

    private BlobPathPattern(string path, string container, string prefix, IReadOnlyList<string> names, Regex? pattern)
    {
        Path = path;
        Container = container;
        Prefix = prefix;
        Names = names;
        _pattern = pattern;
    }

    public string Path { get; }

    public string Container { get; }

    /// <summary>What every matching name begins with.</summary>
    public string Prefix { get; }

    /// <summary>The names of the parts.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a path whose settings are resolved; null with the reason when it is none.</summary>
    public static BlobPathPattern? Parse(string path, out string? problem)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? path : path[..slash];
        string rest = slash < 0 ? "" : path[(slash + 1)..];
        problem = null;
        if (container.Contains('{', StringComparison.Ordinal)) problem = "the container cannot be a pattern";
        else if (!ContainerName().IsMatch(container)) problem = $"'{container}' is no container name (3-63 of a-z, 0-9 and single '-')";
        else if (slash >= 0 && rest.Length == 0) problem = "nothing follows the slash";
        if (problem is not null) return null;
        if (rest.Length == 0) return new BlobPathPattern(path, container, "", [], null);

        var names = new List<string>();
        if (BuildRegex(rest, names, out string prefix, out problem) is not { } regex) return null;
        return new BlobPathPattern(path, container, prefix, names, new Regex(
            regex, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }

    /// <summary>The parts of a blob's name; null when it does not match.</summary>
    public IReadOnlyDictionary<string, string>? Match(string blob)
    {
        if (_pattern is null) return new Dictionary<string, string>();
        Match match = _pattern.Match(blob);
        return match.Success ? Names.ToDictionary(n => n, n => match.Groups[n].Value, StringComparer.OrdinalIgnoreCase) : null;
    }

    private static string? BuildRegex(string pattern, List<string> names, out string prefix, out string? problem)
    {
        var regex = new StringBuilder("^");
        var literal = new StringBuilder();
        prefix = "";
        problem = null;
        int at = 0;
        while (at < pattern.Length)
        {
            char c = pattern[at];
            if (c is '{' or '}' && at + 1 < pattern.Length && pattern[at + 1] == c)
            {
                literal.Append(c);
                at += 2;
            }
            else if (c == '{')
            {
                int end = pattern.IndexOf('}', at);
                string name = end < 0 ? "" : pattern[(at + 1)..end];
                problem = end < 0 ? "a '{' is never closed"
                    : !PartName().IsMatch(name) ? $"'{{{name}}}' is no name of letters, digits and '_'"
                    : names.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"'{{{name}}}' occurs twice"
                    : null;
                if (problem is not null) return null;
                if (names.Count == 0) prefix = literal.ToString();
                regex.Append(Regex.Escape(literal.ToString())).Append("(?<").Append(name).Append(">.*)");
                literal.Clear();
                names.Add(name);
                at = end + 1;
            }
            else if (c == '}')
            {
                problem = "a '}' closes nothing; write '}}' for the character";
                return null;
            }
            else
            {
                literal.Append(c);
                at++;
            }
        }

        if (names.Count == 0) prefix = literal.ToString();
        return regex.Append(Regex.Escape(literal.ToString())).Append("\\z").ToString();
    }

    [GeneratedRegex(@"^(\$root|\$logs|\$web|[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9])\z")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"^[A-Za-z_]\w*\z")]
    private static partial Regex PartName();
}
