using System.Net;
using System.Net.Sockets;

namespace Autobatch.Functions.Runs.Notify;

/// <summary>Whether an address is one of the public Internet: not this machine, not a private network, not a cloud's metadata service.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] s_special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // Of version 6 only this block is given to the Internet at large.
    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || s_global6.Contains(plain)) && !s_special.Any(n => n.Contains(plain));
    }
}
