using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Tokens;

/// <summary>OpenID discovery of the emulator's tenant.</summary>
internal static class DiscoveryOperations
{
    public static ValueTask<Reply> Configuration(Call call)
    {
        var tenant = $"{call.BaseUrl}/{WellKnown.TenantId}";
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("issuer", TokenAuthority.Issuer);
            writer.WriteString("token_endpoint", $"{tenant}/oauth2/v2.0/token");
            writer.WriteString("authorization_endpoint", $"{tenant}/oauth2/v2.0/authorize");
            writer.WriteString("jwks_uri", $"{tenant}/discovery/v2.0/keys");
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
