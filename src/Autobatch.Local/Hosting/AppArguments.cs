using System.Globalization;
using Autobatch.Azurite;
using Autobatch.Emulator;

namespace Autobatch.Local.Hosting;

/// <summary>The function app's settings for this machine, as its command line.</summary>
internal static class AppArguments
{
    public static string[] For(LocalHostOptions options, AzuriteEndpoints azurite, EmulatorHost emulator) =>
        For(options, azurite, emulator.HttpAddress, emulator.HttpsAddress, emulator.CertificatePath);

    /// <summary>The same for an emulator in another process.</summary>
    public static string[] For(LocalHostOptions options, AzuriteEndpoints azurite, Uri batch, Uri resourceManager, string certificatePath)
    {
        string storage = azurite.ConnectionString;
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storage,
            ["AutoStorage"] = storage,
            ["Autobatch:Local:Port"] = options.Ports.Functions.ToString(CultureInfo.InvariantCulture),
            ["Autobatch:Local:DataDirectory"] = options.Data.Functions,
            // What is cut off goes on at the next start, so nobody waits long for a stop.
            ["Autobatch:Local:DrainTimeout"] = "00:00:03",
            ["Autobatch:Accounts:0:Name"] = WellKnownNames.BatchAccount,
            ["Autobatch:Accounts:0:ResourceId"] = WellKnownNames.BatchAccountResourceId,
            ["Autobatch:Accounts:0:Endpoint"] = batch.ToString(),
            ["Autobatch:Accounts:0:Key"] = WellKnownNames.BatchKey,
            ["Autobatch:Accounts:1:Name"] = WellKnownNames.SecondBatchAccount,
            ["Autobatch:Accounts:1:ResourceId"] = WellKnownNames.SecondBatchAccountResourceId,
            ["Autobatch:Accounts:1:Endpoint"] = batch.ToString(),
            ["Autobatch:Accounts:1:Key"] = WellKnownNames.BatchKey,
            ["Autobatch:ResourceManager:Endpoint"] = resourceManager.ToString(),
            ["Autobatch:ResourceManager:DevelopmentToken"] = WellKnownNames.DevelopmentToken,
            ["Autobatch:ResourceManager:CertificatePath"] = certificatePath,
            // Why the host does not start is told in one line by us, not in a stack trace.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
            ["Autobatch:DefaultPool:Id"] = "default",
            ["Autobatch:DefaultPool:Nodes"] = (options.DefaultNodes ?? 1).ToString(CultureInfo.InvariantCulture),
            // Nodes of this machine cost nothing while they are idle, and the first task of a run should not wait for one.
            ["Autobatch:DefaultPool:ScaleToZero"] = "false",
            ["Autobatch:DefaultPool:TaskSlotsPerNode"] = (options.DefaultSlots ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture),
            ["Autobatch:Watch:Interval"] = "00:00:00.250",
        };
        foreach ((int index, string name) in options.StorageAccounts.Index())
        {
            settings[$"Autobatch:Storage:{index}:Name"] = name;
            settings[$"Autobatch:Storage:{index}:Connection"] = azurite.ConnectionStringOf(name);
        }

        foreach ((string key, string value) in options.MoreSettings)
        {
            settings[key] = value;
        }

        return [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
    }
}
