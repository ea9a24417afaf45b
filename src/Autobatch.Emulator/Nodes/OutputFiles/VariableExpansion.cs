using System.Text.RegularExpressions;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Replaces <c>$NAME</c> and <c>${NAME}</c> in a file pattern by the task's variables; an unknown one becomes nothing, as in a shell.</summary>
internal static partial class VariableExpansion
{
    public static string Expand(string pattern, IReadOnlyDictionary<string, string> environment) =>
        Reference().Replace(pattern, match => environment.GetValueOrDefault(match.Groups["name"].Value, ""));

    [GeneratedRegex(@"\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\})")]
    private static partial Regex Reference();
}
