using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Tokens;

/// <summary>OpenID discovery of the emulator's tenant.</summary>
internal static class DiscoveryOperations
{
    public static ValueTask<Reply> Configuration(Call call) => Describe($"{call.BaseUrl}/{WellKnown.TenantId}", "/v2.0");

    public static ValueTask<Reply> Federation(Call call) => Describe($"{call.BaseUrl}/{WellKnown.FederationAuthority}", "");

    private static ValueTask<Reply> Describe(string authority, string version)
    {
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("issuer", TokenAuthority.Issuer);
            writer.WriteString("token_endpoint", $"{authority}/oauth2{version}/token");
            writer.WriteString("authorization_endpoint", $"{authority}/oauth2{version}/authorize");
            writer.WriteString("jwks_uri", $"{authority}/discovery{version}/keys");
            foreach (var (name, value) in new[]
                     {
                         ("response_types_supported", "token"), ("subject_types_supported", "pairwise"), ("grant_types_supported", "client_credentials"),
                         ("token_endpoint_auth_methods_supported", "client_secret_post"), ("id_token_signing_alg_values_supported", "ES256"),
                     })
            {
                writer.WriteStartArray(name);
                writer.WriteStringValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }));
    }

    public static ValueTask<Reply> Keys(Call call)
    {
        var key = call.Services.Tokens.PublicKey;
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            writer.WriteStartObject();
            foreach (var (name, value) in new[] { ("kty", key.Kty), ("use", "sig"), ("alg", "ES256"), ("kid", key.Kid), ("crv", key.Crv), ("x", key.X), ("y", key.Y) })
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }
}
