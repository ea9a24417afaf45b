using System.IO.Compression;
using System.Text;

namespace Autobatch.Emulator.Tests.Nodes.Packages;

/// <summary>Writes zips, honest ones and others.</summary>
internal sealed class ZipBuilder
{
    private const int Link = 0xA000;
    private readonly List<(string Name, byte[] Content, int Attributes)> _entries = [];

    public ZipBuilder File(string name, string content = "x", int mode = 0) => Add(name, Encoding.UTF8.GetBytes(content), mode == 0 ? 0 : 0x8000 | mode);

    public ZipBuilder Bytes(string name, byte[] content) => Add(name, content, 0);

    public ZipBuilder Symlink(string name, string target) => Add(name, Encoding.UTF8.GetBytes(target), Link | 0x1FF);

    public ZipBuilder Special(string name, int attributes) => Add(name, [], attributes);

    public byte[] Build()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content, int attributes) in _entries)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name);
                entry.ExternalAttributes = attributes << 16;
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    private ZipBuilder Add(string name, byte[] content, int attributes)
    {
        _entries.Add((name, content, attributes));
        return this;
    }
}
