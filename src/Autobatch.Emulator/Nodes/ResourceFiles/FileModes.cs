namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>The octal fileMode of a resource file.</summary>
internal static class FileModes
{
    /// <summary>0770, what the service gives when none is asked for (FACTS C.5).</summary>
    public const UnixFileMode Default = (UnixFileMode)0b111_111_000;

    private const int Highest = 0b111_111_111_111;

    /// <summary>The mode, or null when the text is no octal number of at most 07777.</summary>
    public static UnixFileMode? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Default;
        int mode = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7') return null;
            mode = (mode * 8) + (digit - '0');
            if (mode > Highest) return null;
        }

        return (UnixFileMode)mode;
    }
}
