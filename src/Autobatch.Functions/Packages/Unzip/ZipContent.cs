using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Unpacks a zip into nothing, front to back: every checksum, every length, every link, and the hash of the whole.</summary>
internal static class ZipContent
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The zip's SHA-256, as hex, when its content is what its directory claims.</summary>
    /// <param name="content">The zip from its first byte; need not be seekable.</param>
    /// <param name="entries">The directory's entries in the order of their data.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FaultException">The zip is refused.</exception>
    public static async Task<string> TestAsync(Stream content, IReadOnlyList<ZipEntry> entries, CancellationToken cancellationToken)
    {
        using HashedStream zip = new(content);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (ZipEntry entry in entries)
            {
                await TestAsync(zip, entry, buffer, cancellationToken);
            }
        }
        catch (InvalidDataException e)
        {
            throw ZipFaults.Corrupt($"The zip cannot be unpacked: {e.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return await zip.FinishAsync(cancellationToken);
    }

    private static async Task TestAsync(HashedStream zip, ZipEntry entry, byte[] buffer, CancellationToken cancellationToken)
    {
        if (entry.Offset < zip.Position)
        {
            throw ZipFaults.Bomb($"The entry {ZipFaults.Show(entry.Name)} shares its data with another one.");
        }

        await zip.SkipToAsync(entry.Offset, cancellationToken);
        byte[] header = await zip.ReadExactlyAsync(ZipRecords.HeaderBytes, cancellationToken);
        (int name, int extra) = ZipRecords.HeaderTail(header, entry);
        byte[] rawName = await zip.ReadExactlyAsync(name, cancellationToken);
        byte[] extras = await zip.ReadExactlyAsync(extra, cancellationToken);
        ZipRecords.RequireSame(header, rawName, extras, entry);
        long end = zip.Position + entry.PackedBytes;
        await using PackedStream packed = new(zip, entry.PackedBytes);
        if (entry.Method == ZipEntry.Stored)
        {
            await TestAsync(packed, entry, buffer, cancellationToken);
        }
        else
        {
            await using DeflateStream unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
            await TestAsync(unpacked, entry, buffer, cancellationToken);
        }

        await zip.SkipToAsync(end, cancellationToken);
    }

    private static async Task TestAsync(Stream unpacked, ZipEntry entry, byte[] buffer, CancellationToken cancellationToken)
    {
        Crc32 checksum = new();
        using MemoryStream target = new();
        long bytes = 0;
        int count;
        while ((count = await unpacked.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes += count;
            if (bytes > entry.Bytes)
            {
                throw ZipFaults.Bomb($"The entry {ZipFaults.Show(entry.Name)} unpacks to more than the {entry.Bytes} bytes that it declares.");
            }

            checksum.Append(buffer.AsSpan(0, count));
            if (entry.IsLink && bytes <= LinkTarget.MaxBytes)
            {
                target.Write(buffer.AsSpan(0, count));
            }
        }

        if (bytes != entry.Bytes || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw ZipFaults.Corrupt($"The entry {ZipFaults.Show(entry.Name)} is damaged: its length or checksum does not fit.");
        }

        if (entry.IsLink && (bytes > LinkTarget.MaxBytes || !LinkTarget.StaysInside(entry.Path, Encoding.UTF8.GetString(target.ToArray()))))
        {
            throw ZipFaults.Unsafe(entry.Name, "is a symbolic link that leads out of the package's folder");
        }
    }
}
