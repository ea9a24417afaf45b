using System.IO.Compression;

namespace Autobatch.Functions.Tests.Support;

internal static class Zips
{
    public static BinaryData Of(params (string Name, string Text)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using StreamWriter writer = new(entry.Open());
                writer.Write(text);
            }
        }

        return new BinaryData(bytes.ToArray());
    }
}
