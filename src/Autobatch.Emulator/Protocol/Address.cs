using Autobatch.Emulator.State;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Emulator.Protocol;

/// <summary>Which plane and account a request is addressed to.</summary>
/// <param name="Plane">The protocol.</param>
/// <param name="Account">The account that the host's first label or a path prefix names; null when neither does.</param>
/// <param name="Segments">Decoded path without the prefix.</param>
/// <param name="BaseUrl">Scheme, host and prefix as the client used them.</param>
internal sealed record Address(Plane Plane, AccountState? Account, string[] Segments, string BaseUrl)
{
    public static Address Of(HttpRequest request, Target target, World world)
    {
        var segments = target.Segments();
        var root = Root(request);
        switch (segments.FirstOrDefault()?.ToLowerInvariant())
        {
            case "_emulator":
                return new(Plane.Control, null, segments, root);
            case "subscriptions" or "providers" or "tenants":
                return new(Plane.ResourceManager, null, segments, root);
            case WellKnown.TenantId or WellKnown.FederationAuthority:
                return new(Plane.Token, null, segments, root);
            case { } first when world.Accounts.TryGetValue(first, out var byPath):
                return new(Plane.Data, byPath, segments[1..], $"{root}/{segments[0]}");
            default:
                var byHost = world.Accounts.GetValueOrDefault(request.Host.Host.Split('.')[0]);
                return new(Plane.Data, byHost, segments, root);
        }
    }

    /// <summary>Scheme and host as the client used them, also when a proxy stands between: links in answers lead back the same way.</summary>
    public static string Root(HttpRequest request) => $"{Forwarded(request, "X-Forwarded-Proto") ?? request.Scheme}://{Forwarded(request, "X-Forwarded-Host") ?? request.Host.Value}";

    /// <summary>The first value: that of the proxy which the client spoke to.</summary>
    private static string? Forwarded(HttpRequest request, string name) =>
        request.Headers[name].ToString().Split(',')[0].Trim() is { Length: > 0 } value && value.All(c => c is > ' ' and <= '~') && Uri.TryCreate($"http://{value}", UriKind.Absolute, out _) ? value : null;
}
