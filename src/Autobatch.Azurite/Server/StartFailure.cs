using System.Text.RegularExpressions;

namespace Autobatch.Azurite;

/// <summary>Recognises in Azurite's first lines that it will not come up, and says why in one line.</summary>
internal static partial class StartFailure
{
    public static string? Explain(string log)
    {
        if (AddressInUse().Match(log) is { Success: true } taken)
        {
            return $"Azurite could not be started: port {taken.Groups["port"].Value} is taken. End what listens there, or choose other ports.";
        }

        Match cause = Cause().Match(log);
        return cause.Success ? $"Azurite could not be started: {cause.Groups["line"].Value.Trim()}" : null;
    }

    [GeneratedRegex(@"EADDRINUSE.*?:(?<port>\d+)\s")]
    private static partial Regex AddressInUse();

    [GeneratedRegex("^(Exit due to unhandled error: )?(?<line>Cannot take .*|(?<=error: ).*|Error: .*)\n", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
