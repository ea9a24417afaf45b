using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Writes zips byte by byte, so that a test can make one lie.</summary>
internal sealed class RawZip
{
    private readonly List<byte> _data = [];
    private readonly List<byte> _directory = [];
    private int _entries;

    /// <summary>Adds an entry; what is given besides name and content is claimed instead of the truth.</summary>
    public RawZip Add(
        string name,
        string content,
        ushort flags = 0,
        ushort method = 8,
        uint? crc = null,
        uint? bytes = null,
        string? headerName = null,
        uint? headerBytes = null,
        uint? offset = null,
        int unixMode = 0,
        byte[]? extra = null)
    {
        byte[] plain = Encoding.UTF8.GetBytes(content);
        byte[] packed = method == 8 ? Deflate(plain) : plain;
        uint checksum = crc ?? Crc32.HashToUInt32(plain);
        uint at = offset ?? (uint)_data.Count;
        if (offset is null)
        {
            _data.AddRange(Header(0x04034b50, [], flags, method, checksum, packed.Length, headerBytes ?? bytes ?? (uint)plain.Length, headerName ?? name, [], []));
            _data.AddRange(packed);
        }

        byte[] tail = [0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((uint)unixMode << 16), .. BitConverter.GetBytes(at)];
        _directory.AddRange(Header(0x02014b50, [20, 3], flags, method, checksum, packed.Length, bytes ?? (uint)plain.Length, name, tail, extra ?? []));
        _entries++;
        return this;
    }

    public BinaryData Done(ushort? entries = null, uint? directoryAt = null)
    {
        using MemoryStream zip = new();
        zip.Write([.. _data, .. _directory]);
        using BinaryWriter end = new(zip);
        end.Write(0x06054b50);
        end.Write(0);
        end.Write(entries ?? (ushort)_entries);
        end.Write(entries ?? (ushort)_entries);
        end.Write((uint)_directory.Count);
        end.Write(directoryAt ?? (uint)_data.Count);
        end.Write((ushort)0);
        return new BinaryData(zip.ToArray());
    }

    private static byte[] Header(
        uint signature, byte[] madeBy, ushort flags, ushort method, uint crc, int packed, uint bytes, string name, byte[] tail, byte[] extra)
    {
        using MemoryStream record = new();
        using BinaryWriter writer = new(record);
        byte[] rawName = Encoding.UTF8.GetBytes(name);
        writer.Write(signature);
        writer.Write(madeBy);
        writer.Write((ushort)20);
        writer.Write(flags);
        writer.Write(method);
        writer.Write(0);
        writer.Write(crc);
        writer.Write((uint)packed);
        writer.Write(bytes);
        writer.Write((ushort)rawName.Length);
        writer.Write((ushort)extra.Length);
        writer.Write(tail);
        writer.Write(rawName);
        writer.Write(extra);
        return record.ToArray();
    }

    private static byte[] Deflate(byte[] plain)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        return packed.ToArray();
    }
}
