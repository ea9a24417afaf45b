using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Tells files from things that merely look like files: opening a pipe that a task made would block for ever.</summary>
internal static partial class SpecialFiles
{
    private const int CurrentDirectory = -100;
    private const uint MaskType = 1;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether this is (or links to) a file with bytes in it, not a folder, pipe, socket or device.</summary>
    public static bool IsRegular(string path)
    {
        // .NET tells only folders and links apart; statx(2) has one layout on all architectures.
        Span<byte> buffer = stackalloc byte[256];
        return Statx(CurrentDirectory, path, 0, MaskType, ref MemoryMarshal.GetReference(buffer)) == 0
            && (MemoryMarshal.Read<ushort>(buffer[ModeOffset..]) & TypeBits) == RegularFile;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte buffer);
}
