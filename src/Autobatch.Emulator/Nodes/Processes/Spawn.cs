using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>
/// posix_spawn(3): one exec of the program itself, in a session of its own, with its output in files and no signal ignored. The Process class
/// can make no session and takes pipes, and the programs that could do both in between cost twice what a short task costs.
/// </summary>
internal static unsafe partial class Spawn
{
    private const int Bytes = 1024; // More than glibc (336 and 80) and musl need for either structure.
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int ReadOnly = 0;
    private const int WriteNew = 0x1 | 0x40 | 0x200; // O_WRONLY | O_CREAT | O_TRUNC
    private const int WriteMore = 0x1 | 0x40 | 0x400 | 0x800; // O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK: a pipe that was put there fails the start instead of holding it
    private const uint AllMayReadAndWrite = 0x1B6; // 0666, less the umask

    /// <summary>Starts a program.</summary>
    /// <returns>0, or the errno of what failed: a file, the folder, or the exec.</returns>
    public static int Start(string program, IReadOnlyCollection<string> arguments, LaunchRequest request, out int pid)
    {
        byte* actions = stackalloc byte[Bytes];
        byte* attributes = stackalloc byte[Bytes];
        byte* all = stackalloc byte[128];
        byte* none = stackalloc byte[128];
        new Span<byte>(all, 128).Fill(0xFF);
        new Span<byte>(none, 128).Clear();
        using var argv = new NativeStrings([program, .. arguments]);
        using var envp = new NativeStrings([.. request.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        _ = InitActions(actions);
        _ = InitAttributes(attributes);
        try
        {
            int error = AddFolder(actions, request.WorkingDirectory);
            if (error == 0) error = AddOpen(actions, 0, "/dev/null", ReadOnly, 0);
            int write = request.Appends ? WriteMore : WriteNew;
            if (error == 0) error = AddOpen(actions, 1, request.StandardOutput, write, AllMayReadAndWrite);
            if (error == 0) error = AddOpen(actions, 2, request.StandardError, write, AllMayReadAndWrite);
            if (error == 0) error = SetDefaults(attributes, all);
            if (error == 0) error = SetMask(attributes, none);
            if (error == 0) error = SetFlags(attributes, SetSession | SetSignalDefaults | SetSignalMask);
            pid = 0;
            return error != 0 ? error : Run(out pid, program, actions, attributes, argv.Pointer, envp.Pointer);
        }
        finally
        {
            _ = FreeActions(actions);
            _ = FreeAttributes(attributes);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Run(out int pid, string program, byte* actions, byte* attributes, nint* argv, nint* envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FreeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FreeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetMask(byte* attributes, byte* signals);
}
