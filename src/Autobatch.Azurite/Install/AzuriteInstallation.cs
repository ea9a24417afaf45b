namespace Autobatch.Azurite;

/// <summary>A folder that holds the pinned Azurite and the two small scripts that start it.</summary>
public sealed record AzuriteInstallation(string Folder)
{
    internal string LaunchScript => Path.Combine(Folder, "launch.cjs");

    internal string ServeScript => Path.Combine(Folder, "serve.cjs");
}
