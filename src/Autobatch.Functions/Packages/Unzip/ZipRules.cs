using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Judges a zip by its directory, before its content is read.</summary>
internal static class ZipRules
{
    private const long SmallEnough = 10 * 1024 * 1024;

    /// <param name="entries">The entries in the order of their data.</param>
    /// <param name="zipBytes">The zip's size.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="FaultException">The zip is refused.</exception>
    public static void Check(IReadOnlyList<ZipEntry> entries, long zipBytes, PackageOptions options)
    {
        HashSet<string> files = new(StringComparer.Ordinal);
        HashSet<string> folders = new(StringComparer.Ordinal);
        long unpacked = 0;
        ZipEntry? previous = null;
        foreach (ZipEntry entry in entries)
        {
            Check(entry);
            RequireOwnBytes(entry, previous);
            RequireOwnPlace(entry, files, folders);
            if (entry.Bytes > options.MaxUnpackedBytes - unpacked)
            {
                throw ZipFaults.Bomb($"The zip unpacks to more than {options.MaxUnpackedBytes} bytes.");
            }

            unpacked += entry.Bytes;
            previous = entry;
        }

        long ratio = unpacked / Math.Max(1, zipBytes);
        if (unpacked > SmallEnough && ratio > options.MaxRatio)
        {
            throw ZipFaults.Bomb($"The zip unpacks to {ratio} times its size; at most {options.MaxRatio} times are taken.");
        }
    }

    private static void Check(ZipEntry entry)
    {
        if (entry.IsEncrypted)
        {
            throw ZipFaults.Encrypted(entry);
        }

        if (entry.Method is not (ZipEntry.Stored or ZipEntry.Deflated))
        {
            throw ZipFaults.Unsupported($"The entry {ZipFaults.Show(entry.Name)} is compressed by method {entry.Method}; use deflate.");
        }

        if (PathFault(entry) is { } why)
        {
            throw ZipFaults.Unsafe(entry.Name, why);
        }
    }

    private static string? PathFault(ZipEntry entry)
    {
        string name = entry.Name.Replace('\\', '/');
        return name.StartsWith('/') || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])) ? "has an absolute path"
            : name.Split('/').Contains("..") ? "leads out of the package's folder"
            : name.Any(char.IsControl) ? "has a control character in its name"
            : entry.Path.Length == 0 && name is not ("./" or ".") ? "has no name"
            : entry.IsSpecial ? "is neither file, folder nor symbolic link"
            : null;
    }

    // Entries that share their data let a small zip unpack to any size.
    private static void RequireOwnBytes(ZipEntry entry, ZipEntry? previous)
    {
        if (previous is not null && entry.Offset < previous.Offset + ZipRecords.HeaderBytes + previous.RawName.Length + previous.PackedBytes)
        {
            throw ZipFaults.Bomb($"The entries {ZipFaults.Show(previous.Name)} and {ZipFaults.Show(entry.Name)} share their data.");
        }
    }

    private static void RequireOwnPlace(ZipEntry entry, HashSet<string> files, HashSet<string> folders)
    {
        string path = entry.Path;
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = path[..slash];
            folders.Add(folder);
            if (files.Contains(folder))
            {
                throw ZipFaults.Twice(entry, "lies below another entry that is a file or a link");
            }
        }

        // Zips that name a folder twice are common and do no harm.
        if (entry is { IsFolder: true, IsLink: false })
        {
            folders.Add(path);
        }
        else if (!files.Add(path))
        {
            throw ZipFaults.Twice(entry, "is in the zip twice");
        }

        if (files.Contains(path) && folders.Contains(path))
        {
            throw ZipFaults.Twice(entry, "is a file and a folder");
        }
    }
}
