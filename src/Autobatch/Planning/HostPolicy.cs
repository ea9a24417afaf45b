using Autobatch.Errors;

namespace Autobatch.Planning;

/// <summary>Which hosts the app calls for a manifest: none unless settings say so, since its author is not the one who runs the app.</summary>
/// <param name="Hosts">Hosts that are allowed, as <c>host</c> or <c>host:port</c>.</param>
/// <param name="AllowPrivate">Whether plain http and addresses of private networks are allowed, as for a run on one machine.</param>
public sealed record HostPolicy(IReadOnlyList<string> Hosts, bool AllowPrivate)
{
    /// <summary>No host is allowed.</summary>
    public static HostPolicy None { get; } = new([], false);

    /// <summary>Why a URL may not be called; null when it may. No message repeats a credential.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="setting">The setting that lists the hosts.</param>
    /// <param name="code">The error's code when the host or scheme is not allowed.</param>
    public (string Code, string Message)? Fault(string text, string setting, string code)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            return (ErrorCodes.InvalidValue, "This is no absolute https URL.");
        }

        return url.UserInfo.Length > 0 ? (ErrorCodes.InvalidValue, "The URL holds a user name or password; manifests hold no secret.")
            : url.Scheme == Uri.UriSchemeHttp && !AllowPrivate ? (code, "The URL must be https.")
            : !Allows(url) ? (code, $"The host '{url.Host}' is not among the setting {setting}.")
            : null;
    }

    /// <summary>Whether the URL's host is on the list.</summary>
    public bool Allows(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Hosts.Any(h => string.Equals(h, url.Host, StringComparison.OrdinalIgnoreCase) || string.Equals(h, $"{url.Host}:{url.Port}", StringComparison.OrdinalIgnoreCase));
    }
}
