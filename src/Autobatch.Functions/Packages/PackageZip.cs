using System.IO.Compression;
using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Packages;

/// <summary>Finds what is wrong with a zip, from its directory alone: nothing is unpacked.</summary>
internal static class PackageZip
{
    private const int FileTypeShift = 16;
    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const long SmallEnough = 10 * 1024 * 1024;

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="zip">The zip; must be seekable.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<string?> FaultAsync(Stream zip, PackageOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using ZipArchive archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            return Fault(archive, zip.Length, options);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException or OverflowException)
        {
            return $"The file is no readable zip: {e.Message}";
        }
    }

    private static string? Fault(ZipArchive archive, long bytes, PackageOptions options)
    {
        if (archive.Entries.Count == 0)
        {
            return "The zip is empty.";
        }

        if (archive.Entries.Count > options.MaxEntries)
        {
            return $"The zip has {archive.Entries.Count} entries; at most {options.MaxEntries} are taken.";
        }

        long unpacked = 0;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (Fault(entry) is { } fault)
            {
                return fault;
            }

            if (!names.Add(entry.FullName))
            {
                return $"The zip has the entry '{entry.FullName}' twice.";
            }

            unpacked += entry.Length;
            if (unpacked > options.MaxUnpackedBytes)
            {
                return $"The zip unpacks to more than {options.MaxUnpackedBytes} bytes.";
            }
        }

        return unpacked > SmallEnough && unpacked / Math.Max(1, bytes) > options.MaxRatio
            ? $"The zip unpacks to {unpacked / Math.Max(1, bytes)} times its size; at most {options.MaxRatio} times are taken."
            : null;
    }

    private static string? Fault(ZipArchiveEntry entry)
    {
        string path = entry.FullName.Replace('\\', '/');
        return entry.IsEncrypted ? $"The entry '{entry.FullName}' is encrypted; nodes cannot unpack it."
            : path.Length == 0 || path.StartsWith('/') || (path.Length > 1 && path[1] == ':') || path.Contains('\0', StringComparison.Ordinal)
                ? $"The entry '{entry.FullName}' has an absolute path."
            : path.Split('/').Contains("..") ? $"The entry '{entry.FullName}' leads out of the package's folder."
            : ((entry.ExternalAttributes >>> FileTypeShift) & FileTypeMask) == SymbolicLink ? $"The entry '{entry.FullName}' is a symbolic link; store the file itself."
            : null;
    }
}
