using System.Text.RegularExpressions;

namespace Autobatch.Functions;

/// <summary>Takes credentials out of other people's words before they are kept: Batch repeats URLs, and ours carry signatures and keys.</summary>
internal static partial class Secrets
{
    public static string Strip(string text) => Signature().Replace(text, "$1…");

    [GeneratedRegex("""((?:\?|&|&amp;|\\u0026)(?:sig|code)=)[^&\s"'<>\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Signature();
}
