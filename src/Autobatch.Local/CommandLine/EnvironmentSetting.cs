namespace Autobatch.Local.CommandLine;

/// <summary>Settings of the local run as environment variables, <c>Autobatch__Local__BlobPort</c> for example.</summary>
internal static class EnvironmentSetting
{
    public static string Name(string setting) => $"Autobatch__Local__{setting}";

    public static string? Read(string setting) => Environment.GetEnvironmentVariable(Name(setting));
}
