using Autobatch.Planning;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads <c>AllowedHosts</c> and <c>AllowPrivateAddresses</c> of a section.</summary>
internal static class HostPolicyReader
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static HostPolicy Read(IConfigurationSection section)
    {
        string[] hosts = (section["AllowedHosts"] ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string host in hosts)
        {
            if (!Uri.TryCreate($"https://{host}/", UriKind.Absolute, out Uri? url) || url.AbsolutePath != "/" || url.UserInfo.Length > 0 || host.Contains('*', StringComparison.Ordinal))
            {
                throw new SettingException($"{section.Path}:AllowedHosts", $"'{host}' is no host or host:port.");
            }
        }

        return new HostPolicy(hosts, Flag(section, "AllowPrivateAddresses"));
    }

    private static bool Flag(IConfigurationSection section, string name) =>
        section[name] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out bool value) ? value
        : throw new SettingException($"{section.Path}:{name}", $"'{text}' is neither true nor false.");
}
