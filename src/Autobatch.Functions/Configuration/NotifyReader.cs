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
        HostPolicy hosts = HostPolicyReader.Read(section);
        string? secret = section["Secret"] is { Length: > 0 } given ? given : null;
        if (hosts.Hosts.Count > 0 && (secret is null || secret.Length < LeastSecret))
        {
            throw new SettingException($"{section.Path}:Secret", $"must have at least {LeastSecret} characters, since calls are signed with it.");
        }

        return new NotifyOptions(hosts, secret, Attempts(section));
    }

    private static int Attempts(IConfigurationSection section) =>
        section["Attempts"] is not { Length: > 0 } text ? NotifyOptions.DefaultAttempts
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is > 0 and <= MostAttempts ? value
        : throw new SettingException($"{section.Path}:Attempts", $"'{text}' is no whole number from 1 to {MostAttempts}.");
}
