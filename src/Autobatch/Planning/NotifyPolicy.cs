namespace Autobatch.Planning;

/// <summary>Where runs may tell that they ended: nowhere unless settings say so, since a manifest's author is not the one who runs the app.</summary>
/// <param name="Hosts">Hosts that are allowed, as <c>host</c> or <c>host:port</c>.</param>
/// <param name="AllowPrivate">Whether plain http and addresses of private networks are allowed, as for a run on one machine.</param>
public sealed record NotifyPolicy(IReadOnlyList<string> Hosts, bool AllowPrivate)
{
    /// <summary>No host is allowed.</summary>
    public static NotifyPolicy None { get; } = new([], false);

    /// <summary>Whether the URL's host is on the list.</summary>
    public bool Allows(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Hosts.Any(h => string.Equals(h, url.Host, StringComparison.OrdinalIgnoreCase) || string.Equals(h, $"{url.Host}:{url.Port}", StringComparison.OrdinalIgnoreCase));
    }
}
