namespace Autobatch.Local.Verbs;

/// <summary>
/// Sends what the hosts log to standard error into a file while a run is followed: their lines would tear the live progress apart.
/// </summary>
internal sealed class HostLog : IDisposable
{
    private readonly TextWriter _error = Console.Error;
    private readonly TextWriter _log;

    private HostLog(TextWriter log)
    {
        _log = log;
        Console.SetError(log);
    }

    public static HostLog Redirect(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        return new HostLog(TextWriter.Synchronized(new StreamWriter(path, options) { AutoFlush = true }));
    }

    public void Dispose()
    {
        Console.SetError(_error);
        _log.Dispose();
    }
}
