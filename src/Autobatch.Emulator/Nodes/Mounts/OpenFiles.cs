using System.Globalization;
using Autobatch.Emulator.Nodes.Files;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>Files that processes of this machine may still write to, by /proc.</summary>
internal static class OpenFiles
{
    private const int AccessMode = 3;

    /// <summary>Absolute paths below a folder. What ends meanwhile, or is another user's, is not told.</summary>
    public static IReadOnlySet<string> Below(string folder)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path["/proc/".Length])))
        {
            foreach (FileSystemInfo descriptor in Descriptors(process))
            {
                if (TargetOf(descriptor) is { } target && SafePath.IsUnder(folder, target) && IsWritten(process, descriptor.Name)) open.Add(target);
            }
        }

        return open;
    }

    private static FileSystemInfo[] Descriptors(string process)
    {
        try
        {
            return new DirectoryInfo(process + "/fd").GetFileSystemInfos();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? TargetOf(FileSystemInfo descriptor)
    {
        try
        {
            return descriptor.LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsWritten(string process, string descriptor)
    {
        try
        {
            string? flags = File.ReadLines($"{process}/fdinfo/{descriptor}").FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is not null && (int.Parse(flags.AsSpan("flags:".Length).Trim()[^1..], NumberStyles.None, CultureInfo.InvariantCulture) & AccessMode) != 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
