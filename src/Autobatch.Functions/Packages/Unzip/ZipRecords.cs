using System.Buffers.Binary;
using System.Text;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Reads the records that describe one entry: in the directory, and before its data (APPNOTE 4.3.7 and 4.3.12).</summary>
internal static class ZipRecords
{
    /// <summary>Bytes of an entry's own header before its name.</summary>
    public const int HeaderBytes = 30;

    private const int DirectoryBytes = 46;
    private const uint DirectorySignature = 0x02014b50;
    private const uint HeaderSignature = 0x04034b50;

    // The flag of a header that leaves checksum and sizes to what follows the data.
    private const int SizesFollow = 0x0008;
    private const ushort Sizes64 = 0x0001;
    private const ushort UnicodePath = 0x7075;

    /// <summary>The directory's next entry.</summary>
    public static ZipEntry DirectoryEntry(byte[] directory, ref int at)
    {
        if (directory.Length - at < DirectoryBytes || Number(directory, at) != DirectorySignature)
        {
            throw ZipFaults.Corrupt("The zip's directory is damaged: it has fewer entries than it says.");
        }

        ReadOnlySpan<byte> fixedPart = directory.AsSpan(at, DirectoryBytes);
        int name = Short(fixedPart, 28);
        int extra = Short(fixedPart, 30);
        int comment = Short(fixedPart, 32);
        if (directory.Length - at - DirectoryBytes < name + extra + comment)
        {
            throw ZipFaults.Corrupt("The zip's directory is damaged: an entry reaches beyond its end.");
        }

        byte[] rawName = directory.AsSpan(at + DirectoryBytes, name).ToArray();
        ReadOnlySpan<byte> extras = directory.AsSpan(at + DirectoryBytes + name, extra);
        string text = Encoding.UTF8.GetString(rawName);
        RefuseOtherName(extras, text);
        (long bytes, long packed, long offset) = Sizes(fixedPart, 24, 20, 42, extras);
        at += DirectoryBytes + name + extra + comment;
        return bytes < 0 || packed < 0 || offset < 0
            ? throw ZipFaults.Corrupt($"The entry {ZipFaults.Show(text)} has an impossible size.")
            : new ZipEntry(text, rawName, Short(fixedPart, 8), Short(fixedPart, 10), Number(fixedPart, 16), packed, bytes, offset, (int)(Number(fixedPart, 38) >> 16));
    }

    /// <summary>How many bytes of name and extras follow an entry's own header.</summary>
    public static (int Name, int Extra) HeaderTail(ReadOnlySpan<byte> header, ZipEntry entry) =>
        Number(header, 0) == HeaderSignature ? (Short(header, 26), Short(header, 28)) : throw ZipFaults.Corrupt($"The entry {ZipFaults.Show(entry.Name)} does not begin where the zip's directory says.");

    /// <summary>An entry's own header must say what the directory says, since nodes may go by either.</summary>
    public static void RequireSame(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extras, ZipEntry entry)
    {
        if (!name.SequenceEqual(entry.RawName))
        {
            throw ZipFaults.Unsafe(entry.Name, $"has another name, {ZipFaults.Show(Encoding.UTF8.GetString(name))}, beside its data");
        }

        RefuseOtherName(extras, entry.Name);
        (long bytes, long packed, _) = Sizes(header, 22, 18, null, extras);
        bool sizesAgree = (Short(header, 6) & SizesFollow) != 0 || (Number(header, 14) == entry.Crc32 && packed == entry.PackedBytes && bytes == entry.Bytes);
        if (Short(header, 8) != entry.Method || ((Short(header, 6) ^ entry.Flags) & 1) != 0 || !sizesAgree)
        {
            throw ZipFaults.Corrupt($"The entry {ZipFaults.Show(entry.Name)} is described otherwise beside its data than in the zip's directory.");
        }
    }

    // Sizes of all ones are in the extras, in this order, as far as they are needed.
    private static (long Bytes, long Packed, long Offset) Sizes(ReadOnlySpan<byte> record, int bytesAt, int packedAt, int? offsetAt, ReadOnlySpan<byte> extras)
    {
        ReadOnlySpan<byte> wide = Extra(extras, Sizes64);
        long bytes = Size(record, bytesAt, ref wide);
        long packed = Size(record, packedAt, ref wide);
        return (bytes, packed, offsetAt is { } at ? Size(record, at, ref wide) : 0);
    }

    private static long Size(ReadOnlySpan<byte> record, int at, ref ReadOnlySpan<byte> wide)
    {
        uint size = Number(record, at);
        if (size != uint.MaxValue || wide.Length < sizeof(long))
        {
            return size;
        }

        long whole = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[sizeof(long)..];
        return whole;
    }

    // Some programs unpack under this name instead.
    private static void RefuseOtherName(ReadOnlySpan<byte> extras, string name)
    {
        ReadOnlySpan<byte> other = Extra(extras, UnicodePath);
        if (other.Length > 5 && Encoding.UTF8.GetString(other[5..]) is var second && second != name)
        {
            throw ZipFaults.Unsafe(name, $"has a second name, {ZipFaults.Show(second)}");
        }
    }

    private static ReadOnlySpan<byte> Extra(ReadOnlySpan<byte> extras, ushort id)
    {
        while (extras.Length >= 4)
        {
            int length = Math.Min(Short(extras, 2), extras.Length - 4);
            if (Short(extras, 0) == id)
            {
                return extras.Slice(4, length);
            }

            extras = extras[(4 + length)..];
        }

        return [];
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
