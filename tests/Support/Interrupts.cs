using System.Globalization;
using System.Runtime.InteropServices;

namespace Autobatch.Testing;

/// <summary>A shell lets what it starts in the background ignore SIGINT, and programs hand that on: what tests start could not be interrupted.</summary>
public static partial class Interrupts
{
    private const int Sigint = 2;

    /// <summary>From now on, what this process starts can be interrupted.</summary>
    public static void Allow()
    {
        if (IsIgnored(Sigint))
        {
            SetHandler(Sigint, handler: 0);
        }
    }

    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status";
        const string Name = "SigIgn:";
        return File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line[Name.Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
