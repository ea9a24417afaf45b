using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mandelbrot;

/// <summary>Writes a PNG of 8-bit RGB line by line (RFC 2083).</summary>
internal sealed class PngWriter : IDisposable
{
    private static readonly uint[] s_crcTable = [.. Enumerable.Range(0, 256).Select(CrcEntry)];
    private readonly Stream _output;
    private readonly MemoryStream _data = new();
    private readonly ZLibStream _zlib;

    public PngWriter(Stream output, int width, int height)
    {
        _output = output;
        _zlib = new ZLibStream(_data, CompressionLevel.SmallestSize, leaveOpen: true);
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk("IHDR", header);
    }

    /// <summary>The next line; each pixel is told by its difference from the one to its left, which packs best.</summary>
    public void Line(ReadOnlySpan<byte> rgb)
    {
        byte[] filtered = new byte[rgb.Length + 1];
        filtered[0] = 1;
        for (int i = 0; i < rgb.Length; i++)
        {
            filtered[i + 1] = (byte)(rgb[i] - (i < 3 ? 0 : rgb[i - 3]));
        }

        _zlib.Write(filtered);
    }

    public void Dispose()
    {
        _zlib.Dispose();
        Chunk("IDAT", _data.ToArray());
        Chunk("IEND", []);
        _data.Dispose();
    }

    private void Chunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        uint crc = uint.MaxValue;
        foreach (byte value in body)
        {
            crc = s_crcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        byte[] check = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        _output.Write(length);
        _output.Write(body);
        _output.Write(check);
    }

    private static uint CrcEntry(int index)
    {
        uint value = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
