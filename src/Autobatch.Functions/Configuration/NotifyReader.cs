using System.Globalization;
using Autobatch.Planning;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads <c>Autobatch:Notify</c>.</summary>
internal static class NotifyReader
{
    private const int LeastSecret = 16;
    private const int MostAttempts = 20;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static NotifyOptions Read(IConfigurationSection section)
    {
        string[] hosts = (section["AllowedHosts"] ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string host in hosts)
        {
            if (!Uri.TryCreate($"https://{host}/", UriKind.Absolute, out Uri? url) || url.AbsolutePath != "/" || url.UserInfo.Length > 0 || host.Contains('*', StringComparison.Ordinal))
            {
                throw new SettingException($"{section.Path}:AllowedHosts", $"'{host}' is no host or host:port.");
            }
        }

        string? secret = section["Secret"] is { Length: > 0 } given ? given : null;
        if (hosts.Length > 0 && (secret is null || secret.Length < LeastSecret))
        {
            throw new SettingException($"{section.Path}:Secret", $"must have at least {LeastSecret} characters, since calls are signed with it.");
        }

        return new NotifyOptions(new NotifyPolicy(hosts, Flag(section, "AllowPrivateAddresses")), secret, Attempts(section));
    }

    private static bool Flag(IConfigurationSection section, string name) =>
        section[name] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out bool value) ? value
        : throw new SettingException($"{section.Path}:{name}", $"'{text}' is neither true nor false.");

    private static int Attempts(IConfigurationSection section) =>
        section["Attempts"] is not { Length: > 0 } text ? NotifyOptions.DefaultAttempts
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is > 0 and <= MostAttempts ? value
        : throw new SettingException($"{section.Path}:Attempts", $"'{text}' is no whole number from 1 to {MostAttempts}.");
}
