using Autobatch.Local.CommandLine;

namespace Autobatch.Local.Hosting;

/// <summary>The folder of all state (mode 0700), held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const long LeastRoom = 64 * 1024 * 1024;

    private readonly FileStream _hold;
    private readonly bool _temporary;

    private DataFolder(string path, FileStream hold, bool temporary)
    {
        Path = path;
        _hold = hold;
        _temporary = temporary;
    }

    public string Path { get; }

    public string Azurite => System.IO.Path.Combine(Path, "azurite");

    public string Emulator => System.IO.Path.Combine(Path, "emulator");

    public string Functions => System.IO.Path.Combine(Path, "functions");

    public string Log => System.IO.Path.Combine(Path, "log.txt");

    /// <summary>Whether the folder goes away at the end, and nothing in it need survive a kill.</summary>
    public bool IsTemporary => _temporary;

    /// <exception cref="LocalException">Another process holds the folder, or it cannot be used.</exception>
    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full))
            {
                Directory.CreateDirectory(full, Private);
            }

            RequireRoom(full);
            return new DataFolder(full, Hold(full), temporary: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LocalException.NotFit(
                File.Exists(full)
                    ? $"--data {full} is a file; name a folder."
                    : IsHeld(full)
                        ? $"{full} is in use by another start or run; end that one, or name another folder with --data."
                        : $"The data folder {full} cannot be used ({exception.Message}); name another with --data.",
                exception);
        }
    }

    public static DataFolder Temporary()
    {
        RequireRoom(System.IO.Path.GetTempPath());
        string path = Directory.CreateTempSubdirectory("autobatch-run-").FullName;
        return new DataFolder(path, Hold(path), temporary: true);
    }

    public void Dispose()
    {
        _hold.Dispose();
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    // With less the databases would stop halfway through their first start.
    private static void RequireRoom(string folder)
    {
        if (new DriveInfo(folder).AvailableFreeSpace is var room && room < LeastRoom)
        {
            throw LocalException.NotFit(
                $"The disk of {folder} is full: {room / 1024 / 1024} MB are left, {LeastRoom / 1024 / 1024} are needed. Make room, or name a folder on another disk with --data.");
        }
    }

    // The lock goes with the process, however it ends, so no stale one is ever met.
    private static FileStream Hold(string folder) => new(LockPath(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static bool IsHeld(string folder)
    {
        try
        {
            using FileStream _ = new(LockPath(folder), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string LockPath(string folder) => System.IO.Path.Combine(folder, "lock");
}
