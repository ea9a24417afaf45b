using System.Net;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Hosting;

/// <summary>What must hold before others may reach the emulator: whoever may add a task runs programs as the user.</summary>
internal static class Exposure
{
    private const int ShortestSecret = 16;

    /// <summary>Refuses to open doors to others with keys that everybody knows.</summary>
    /// <param name="options">The host and the secret.</param>
    /// <param name="world">The accounts as the options and the state have them.</param>
    /// <exception cref="FormatException">What is missing.</exception>
    public static void Require(EmulatorOptions options, World world)
    {
        if (options.Secret is { Length: < ShortestSecret })
        {
            throw new FormatException($"The secret of the accounts file is shorter than {ShortestSecret} characters.");
        }

        if (IPAddress.IsLoopback(options.Host))
        {
            return;
        }

        string[] known = [.. world.Accounts.Values.Where(account => account.Record.PrimaryKey == WellKnown.AccountKey || account.Record.SecondaryKey == WellKnown.AccountKey).Select(account => account.Name)];
        if (known.Length > 0)
        {
            throw new FormatException($"Others reach --host {options.Host}, and everybody knows the key of {string.Join(", ", known)}. Give each account of --accounts FILE a primaryKey and a secondaryKey of its own.");
        }

        if (options.Secret is null)
        {
            throw new FormatException($"Others reach --host {options.Host}, and everybody knows the development token. Give --accounts FILE a secret, which takes its place.");
        }
    }

    /// <summary>The address by which this machine reaches a door that is open on all of its addresses.</summary>
    public static Uri Reachable(Uri door) =>
        IPAddress.TryParse(door.DnsSafeHost, out var address) && IsAny(address)
            ? new UriBuilder(door) { Host = "127.0.0.1" }.Uri
            : door;

    /// <summary>The names beyond this machine's own that clients use for a host.</summary>
    public static string[] Names(IPAddress host) =>
        IPAddress.IsLoopback(host) ? [] : IsAny(host) ? [Dns.GetHostName()] : [$"{host}"];

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
