using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>The sources of settings, the strongest last: <c>local.settings.json</c>, the environment, the command line.</summary>
internal static class AppSettings
{
    /// <summary>Adds the sources; gives the folder that holds host.json.</summary>
    public static string AddTo(ConfigurationManager configuration, string folder, string[] args, List<string> errors)
    {
        IConfigurationRoot strong = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        string root = strong["AzureWebJobsScriptRoot"] is { Length: > 0 } set ? Path.GetFullPath(set) : folder;
        ((IConfigurationBuilder)configuration).AddInMemoryCollection(LocalSettingsFile.Read(root, errors));
        configuration.AddEnvironmentVariables().AddCommandLine(args);
        return root;
    }
}
