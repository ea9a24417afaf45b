using System.Buffers.Binary;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Reads a zip's directory, which lies at its end: bounded before anything is allocated after the zip's own word (APPNOTE 4.3).</summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int Locator64Bytes = 20;
    private const int End64Bytes = 56;
    private const uint EndSignature = 0x06054b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const int MaxDirectoryBytes = 64 * 1024 * 1024;

    /// <summary>The entries in the order of their data.</summary>
    /// <param name="zip">The zip; must be seekable.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FaultException">The zip is refused.</exception>
    public static async Task<IReadOnlyList<ZipEntry>> ReadAsync(Stream zip, PackageOptions options, CancellationToken cancellationToken)
    {
        byte[] tail = await ReadAsync(zip, Math.Max(0, zip.Length - EndBytes - LongestComment - Locator64Bytes), null, cancellationToken);
        int end = FindEnd(tail);
        long endAt = zip.Length - tail.Length + end;
        (long entries, long bytes, long offset) = Totals(tail.AsSpan(end));
        if (end >= Locator64Bytes && Number(tail, end - Locator64Bytes) == Locator64Signature)
        {
            long end64At = (long)BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(end - Locator64Bytes + 8));
            if (end64At < 0 || end64At > endAt - Locator64Bytes - End64Bytes)
            {
                throw ZipFaults.Corrupt("The zip's end record points outside the file.");
            }

            (entries, bytes, offset) = Totals64(await ReadAsync(zip, end64At, End64Bytes, cancellationToken));
            endAt = end64At;
        }

        if (entries == 0)
        {
            throw new FaultException(ErrorCodes.EmptyPackage, "The zip has no entry.");
        }

        if (entries < 0 || entries > options.MaxEntries)
        {
            throw ZipFaults.Bomb($"The zip has {(ulong)entries} entries; at most {options.MaxEntries} are taken.");
        }

        if (bytes < 0 || offset < 0 || offset > endAt || bytes > endAt - offset)
        {
            throw ZipFaults.Corrupt("The zip's directory lies outside the file: it is cut off, or something was put before it.");
        }

        if (bytes > MaxDirectoryBytes)
        {
            throw ZipFaults.Bomb($"The zip's directory has {bytes} bytes; at most {MaxDirectoryBytes} are taken.");
        }

        return Entries(await ReadAsync(zip, offset, (int)bytes, cancellationToken), (int)entries, offset);
    }

    private static List<ZipEntry> Entries(byte[] directory, int count, long directoryAt)
    {
        List<ZipEntry> entries = new(count);
        int at = 0;
        while (entries.Count < count)
        {
            ZipEntry entry = ZipRecords.DirectoryEntry(directory, ref at);
            if (entry.Offset > directoryAt || entry.PackedBytes > directoryAt - entry.Offset)
            {
                throw ZipFaults.Corrupt($"The entry {ZipFaults.Show(entry.Name)} lies outside the file.");
            }

            entries.Add(entry);
        }

        entries.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return entries;
    }

    private static int FindEnd(byte[] tail)
    {
        for (int at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (Number(tail, at) == EndSignature && BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) == tail.Length - at - EndBytes)
            {
                return at;
            }
        }

        throw ZipFaults.Corrupt("The file is no zip, or is cut off: it has no end record.");
    }

    private static (long Entries, long Bytes, long Offset) Totals(ReadOnlySpan<byte> end)
    {
        ushort disk = BinaryPrimitives.ReadUInt16LittleEndian(end[4..]);
        ushort here = BinaryPrimitives.ReadUInt16LittleEndian(end[8..]);
        ushort entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        return (disk is 0 or ushort.MaxValue) && here == entries
            ? (entries, BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]))
            : throw ZipFaults.Unsupported("The zip is one of several parts; make it in one piece.");
    }

    private static (long Entries, long Bytes, long Offset) Totals64(ReadOnlySpan<byte> end) =>
        Number(end, 0) != End64Signature ? throw ZipFaults.Corrupt("The zip's end record points at something else.")
        : (BinaryPrimitives.ReadInt64LittleEndian(end[32..]), BinaryPrimitives.ReadInt64LittleEndian(end[40..]), BinaryPrimitives.ReadInt64LittleEndian(end[48..]));

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static async Task<byte[]> ReadAsync(Stream zip, long from, int? count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count ?? zip.Length - from];
        zip.Position = from;
        await zip.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
