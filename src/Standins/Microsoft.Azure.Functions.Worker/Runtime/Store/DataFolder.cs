using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Store;

/// <summary>Where the runtime's databases are; a temporary folder, gone at the end, when no setting names one.</summary>
internal sealed partial class DataFolder : IDisposable
{
    private readonly bool _temporary;

    public DataFolder(LocalOptions options, ILogger<DataFolder> logger)
    {
        _temporary = options.DataDirectory is null;
        Path = options.DataDirectory ?? Directory.CreateTempSubdirectory("autobatch-functions-").FullName;
        Directory.CreateDirectory(Path);
        if (_temporary) LogTemporary(logger, Path);
        else LogKept(logger, Path);
    }

    public string Path { get; }

    public void Dispose()
    {
        if (!_temporary || !Directory.Exists(Path)) return;
        Directory.Delete(Path, recursive: true);
    }

    [LoggerMessage(1, LogLevel.Warning,
        "Orchestrations and blob events are kept in {Folder} and are gone when the host stops; set Autobatch:Local:DataDirectory to keep them",
        EventName = "TemporaryData")]
    private static partial void LogTemporary(ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Information, "Orchestrations and blob events are kept in {Folder}", EventName = "KeptData")]
    private static partial void LogKept(ILogger logger, string folder);
}
