using Autobatch.Azurite;
using Autobatch.Benchmarks.Emulator;
using Autobatch.Local.Hosting;
using Azure.Storage.Blobs;

namespace Autobatch.Benchmarks.Scale;

/// <summary>Azurite, the emulator and the function app, three processes on a temporary folder.</summary>
internal sealed class ScaleServices : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly AzuriteServer _azurite;

    private ScaleServices(DirectoryInfo folder, AzuriteServer azurite, EmulatorChild emulator, AppChild app) =>
        (_folder, _azurite, Emulator, App) = (folder, azurite, emulator, app);

    public EmulatorChild Emulator { get; }

    public AppChild App { get; }

    public BlobServiceClient Storage => new(_azurite.ConnectionString);

    /// <summary>Where the engine keeps its histories.</summary>
    public string HistoryPath => Path.Combine(_folder.FullName, "functions", "Autobatch.db");

    public static async Task<ScaleServices> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-benchmark-");
        AzuriteServer azurite = await AzuriteServer.StartOrAdoptAsync(
            new AzuriteOptions { DataDirectory = Path.Combine(folder.FullName, "azurite"), Leashed = true }, await AzuriteInstaller.EnsureAsync());
        EmulatorChild emulator = await EmulatorChild.StartAsync(folder.CreateSubdirectory("emulator"), azurite.ConnectionString);
        AppChild app = await AppChild.StartAsync(Settings(folder, azurite, emulator));
        return new ScaleServices(folder, azurite, emulator, app);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Emulator.DisposeAsync();
        await _azurite.StopAsync();
        _folder.Delete(recursive: true);
    }

    private static Dictionary<string, string> Settings(DirectoryInfo folder, AzuriteServer azurite, EmulatorChild emulator) => new()
    {
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        ["AutoStorage"] = azurite.ConnectionString,
        ["Autobatch:Local:DataDirectory"] = Path.Combine(folder.FullName, "functions"),
        ["Autobatch:Accounts:0:Name"] = WellKnownNames.BatchAccount,
        ["Autobatch:Accounts:0:ResourceId"] = WellKnownNames.BatchAccountResourceId,
        ["Autobatch:Accounts:0:Endpoint"] = emulator.Address.ToString(),
        ["Autobatch:Accounts:0:Key"] = WellKnownNames.BatchKey,
        ["Autobatch:ResourceManager:Endpoint"] = emulator.SecureAddress.ToString(),
        ["Autobatch:ResourceManager:DevelopmentToken"] = WellKnownNames.DevelopmentToken,
        ["Autobatch:ResourceManager:CertificatePath"] = emulator.CertificatePath,
        ["Autobatch:DefaultPool:Id"] = "default",
        ["Autobatch:DefaultPool:Nodes"] = "2",
        ["Autobatch:DefaultPool:TaskSlotsPerNode"] = "4",
        ["Autobatch:Runs:KeepStandardStreams"] = "false",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Autobatch"] = "Warning",
    };
}
