using System.Net;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Emulator.Protocol;

/// <summary>
/// The control plane has no key, so neither another machine nor a web page in the user's browser must reach it:
/// the client must be on this machine, the host must be this machine by name, and an Origin must be as well.
/// </summary>
internal static class LocalOnly
{
    public static void Require(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var originHost = origin.Length == 0 ? "localhost" : Uri.TryCreate(origin, UriKind.Absolute, out var url) ? url.Host : "";
        var isFar = request.HttpContext.Connection.RemoteIpAddress is { } client && !IPAddress.IsLoopback(client)
            // A proxy on this machine speaks for somebody else.
            || request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("X-Forwarded-Host");
        if (isFar || !IsLocal(request.Host.Host) || !IsLocal(originHost))
        {
            throw Errors.AuthenticationFailed.With(("AuthenticationErrorDetail", "Control operations are for this machine only; use 127.0.0.1 or localhost."));
        }
    }

    private static bool IsLocal(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
