namespace Autobatch.Functions.Configuration;

/// <summary>A setting is wrong. The message is one line that names it; it never repeats a secret.</summary>
internal sealed class SettingException : Exception
{
    public SettingException(string setting, string fault)
        : base($"Setting {setting}: {fault}") => Setting = setting;

    /// <summary>The setting's key.</summary>
    public string Setting { get; }
}
