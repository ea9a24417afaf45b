using System.IO.Compression;

namespace Autobatch.Local.Samples;

/// <summary>Zips a folder so that the same files always give the same bytes: sorted names, one fixed time, permissions from the one bit that matters.</summary>
internal static class PackageZip
{
    private const int RegularFile = 0x8000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The first moment that a zip can hold.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Create(string folder)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, string name) in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => (path, Path.GetRelativePath(folder, path)))
                .OrderBy(file => file.Item2, StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = s_time;
                UnixFileMode mode = File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute) ? Readable | Executable : Readable;
                entry.ExternalAttributes = (RegularFile | (int)mode) << 16;
                using FileStream content = File.OpenRead(path);
                using Stream target = entry.Open();
                content.CopyTo(target);
            }
        }

        return bytes.ToArray();
    }
}
