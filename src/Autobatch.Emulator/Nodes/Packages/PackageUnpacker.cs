using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>Unpacks a zip into an empty folder, trusting nothing that it says.</summary>
internal sealed class PackageUnpacker(PackageLimits limits)
{
    private const int LongestLink = 4096;

    /// <summary>Unpacks all entries; links last, so that no file is ever written through one.</summary>
    /// <param name="zip">The package.</param>
    /// <param name="folder">An existing empty folder.</param>
    /// <exception cref="PackageException">The package is refused; the folder holds what had been written until then.</exception>
    public void Unpack(string zip, string folder, CancellationToken cancellationToken)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(zip);
            CheckTotals(archive, new FileInfo(zip).Length, folder);
            var budget = new Budget(limits.MaxUnpackedBytes);
            var links = new List<ZipArchiveEntry>();
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Place(entry, folder, budget, links);
            }

            foreach (ZipArchiveEntry link in links) PlaceLink(link, folder, budget);
        }
        catch (InvalidDataException corrupt)
        {
            throw new PackageException($"The zip is corrupt or of an unknown kind: {corrupt.Message}", corrupt);
        }
        catch (IOException failed) when (!DiskErrors.IsFull(failed))
        {
            throw new PackageException($"The package cannot be unpacked: {failed.Message}", failed);
        }
    }

    private void CheckTotals(ZipArchive archive, long packed, string folder)
    {
        if (archive.Entries.Count == 0) throw new PackageException("The zip is empty.");
        if (archive.Entries.Count > limits.MaxEntries) throw new PackageException($"The zip has {archive.Entries.Count} entries; at most {limits.MaxEntries} are unpacked.");
        decimal total = archive.Entries.Sum(entry => (decimal)entry.Length);
        if (total > limits.MaxUnpackedBytes) throw new PackageException($"The zip unpacks to {total} bytes; at most {limits.MaxUnpackedBytes} are allowed.");
        if (total > limits.RatioFrom && total > (decimal)packed * limits.MaxRatio) throw new PackageException($"The zip unpacks to {total} bytes, more than {limits.MaxRatio} times its size: this looks like a zip bomb.");
        long free = new DriveInfo(folder).AvailableFreeSpace - limits.DiskReserve;
        if (total > free) throw new PackageException($"The zip unpacks to {total} bytes, but the disk of the node has only {Math.Max(0, free)} to give.");
    }

    private static void Place(ZipArchiveEntry entry, string folder, Budget budget, List<ZipArchiveEntry> links)
    {
        string name = EntryName.Normalise(entry.FullName);
        string target = Path.Combine(folder, name);
        switch (EntryAttributes.KindOf(entry))
        {
            case EntryKind.Folder:
                Directory.CreateDirectory(target);
                break;
            case EntryKind.Link:
                links.Add(entry);
                break;
            default:
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                WriteFile(entry, target, budget);
                break;
        }
    }

    private static void WriteFile(ZipArchiveEntry entry, string target, Budget budget)
    {
        if (File.Exists(target)) throw new PackageException($"Entry '{entry.FullName}' occurs twice.");
        using (var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            CopyChecked(entry, file, budget);
        }

        File.SetUnixFileMode(target, EntryAttributes.ModeOf(entry));
        // Programs look at times, for example to see whether compiled scripts are fresh.
        if (entry.LastWriteTime.Year >= 1980) File.SetLastWriteTimeUtc(target, entry.LastWriteTime.UtcDateTime);
    }

    private static void PlaceLink(ZipArchiveEntry entry, string folder, Budget budget)
    {
        string name = EntryName.Normalise(entry.FullName);
        if (entry.Length > LongestLink) throw new PackageException($"Entry '{entry.FullName}' is a symbolic link with an overlong target.");
        using var bytes = new MemoryStream();
        CopyChecked(entry, bytes, budget);
        string target = Encoding.UTF8.GetString(bytes.ToArray());
        if (!LinkTarget.StaysInside(name, target)) throw new PackageException($"Entry '{entry.FullName}' is a symbolic link that leads out of the package.");
        string path = Path.Combine(folder, name);
        // A parent that is itself a link would put this one somewhere else than its name says.
        for (string parent = Path.GetDirectoryName(path)!; parent.Length > folder.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (new FileInfo(parent).LinkTarget is not null) throw new PackageException($"Entry '{entry.FullName}' lies behind a symbolic link.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    // The lengths and checksums that a zip declares are claims; these are the bytes that come out.
    private static void CopyChecked(ZipArchiveEntry entry, Stream target, Budget budget)
    {
        if (entry.IsEncrypted) throw new PackageException($"Entry '{entry.FullName}' is encrypted.");
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            using Stream source = entry.Open();
            var checksum = new Crc32();
            long length = 0;
            while (source.Read(buffer) is var count and > 0)
            {
                length += count;
                budget.Take(entry, count);
                if (length > entry.Length) throw new PackageException($"Entry '{entry.FullName}' unpacks to more than the {entry.Length} bytes that it declares.");
                checksum.Append(buffer.AsSpan(0, count));
                target.Write(buffer.AsSpan(0, count));
            }

            if (length != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32) throw new PackageException($"Entry '{entry.FullName}' is damaged: its length or checksum does not fit.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Budget(long bytes)
    {
        private long _left = bytes;

        public void Take(ZipArchiveEntry entry, int count)
        {
            _left -= count;
            if (_left < 0) throw new PackageException($"The zip unpacks to more than it may, at entry '{entry.FullName}'.");
        }
    }
}
