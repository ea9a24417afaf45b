using System.IO.Compression;

namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>What an entry is, from the Unix half of its external attributes.</summary>
internal enum EntryKind
{
    File,
    Folder,
    Link,
}

/// <summary>Reads kind and mode of zip entries.</summary>
internal static class EntryAttributes
{
    private const int TypeBits = 0xF000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xA000;
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // 0644, for zips that were made without Unix modes.
    private const UnixFileMode Plain = OwnerReadsAndWrites | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <exception cref="PackageException">A device, pipe or socket.</exception>
    public static EntryKind KindOf(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & TypeBits) switch
    {
        LinkType => EntryKind.Link,
        FolderType => EntryKind.Folder,
        FileType or 0 => entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') ? EntryKind.Folder : EntryKind.File,
        _ => throw new PackageException($"Entry '{entry.FullName}' is neither file, folder nor symbolic link."),
    };

    /// <summary>Permission bits of a file. The set-user-id bits are dropped; its owner can always read and replace it.</summary>
    public static UnixFileMode ModeOf(ZipArchiveEntry entry)
    {
        UnixFileMode mode = (UnixFileMode)(entry.ExternalAttributes >> 16) & Permissions;
        return mode == UnixFileMode.None ? Plain : mode | OwnerReadsAndWrites;
    }
}
