using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Tokens;

/// <summary>The operations of the emulator's own tenant, which stands for Microsoft Entra ID.</summary>
internal static class TokenTable
{
    private const string Tenant = "/" + WellKnown.TenantId;

    /// <summary>The form of an authority outside of Microsoft's clouds: MSAL, and so the Azure CLI, asks no host of Microsoft's about it.</summary>
    private const string Federation = "/" + WellKnown.FederationAuthority;

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("POST", Tenant + "/oauth2/v2.0/token", 200, TokenOperations.Client, Plane.Token),
        new("GET", Tenant + "/v2.0/.well-known/openid-configuration", 200, DiscoveryOperations.Configuration, Plane.Token),
        new("GET", Tenant + "/discovery/v2.0/keys", 200, DiscoveryOperations.Keys, Plane.Token),
        new("POST", Federation + "/oauth2/token", 200, TokenOperations.Client, Plane.Token),
        new("GET", Federation + "/.well-known/openid-configuration", 200, DiscoveryOperations.Federation, Plane.Token),
        new("GET", Federation + "/discovery/keys", 200, DiscoveryOperations.Keys, Plane.Token),
    ];
}
