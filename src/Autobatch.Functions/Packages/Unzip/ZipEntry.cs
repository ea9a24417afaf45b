namespace Autobatch.Functions.Packages.Unzip;

/// <summary>One entry as the zip's directory claims it to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RawName">The name's bytes, which its own header must repeat.</param>
/// <param name="Flags">General purpose flags.</param>
/// <param name="Method">Compression: 0 stored, 8 deflate.</param>
/// <param name="Crc32">Checksum of the unpacked bytes.</param>
/// <param name="PackedBytes">Bytes in the zip.</param>
/// <param name="Bytes">Bytes when unpacked.</param>
/// <param name="Offset">Where its own header begins.</param>
/// <param name="UnixMode">File type and permissions; 0 when the zip was made without.</param>
internal sealed record ZipEntry(
    string Name, byte[] RawName, ushort Flags, ushort Method, uint Crc32, long PackedBytes, long Bytes, long Offset, int UnixMode)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;
    private const int TypeBits = 0xF000;
    private const int FileType = 0x8000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xA000;

    // Bit 0: encrypted; bit 6: strongly; bit 13: the directory is.
    private const int Encryption = 0x2041;
    private const int EncryptedMethod = 99;

    public bool IsEncrypted => (Flags & Encryption) != 0 || Method == EncryptedMethod;

    public bool IsLink => (UnixMode & TypeBits) == LinkType;

    public bool IsFolder => (UnixMode & TypeBits) == FolderType || Name.EndsWith('/') || Name.EndsWith('\\');

    /// <summary>Neither file, folder nor link: a device, pipe or socket.</summary>
    public bool IsSpecial => (UnixMode & TypeBits) is not (0 or FileType or FolderType or LinkType);

    /// <summary>The name with single slashes and without one at its end; backslashes of Windows zips count as slashes.</summary>
    public string Path { get; } = string.Join('/', Name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != "."));
}
