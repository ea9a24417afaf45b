using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Autobatch.Emulator.Tokens;

/// <summary>Issues the bearer tokens of the emulator's tenant and checks them.</summary>
internal sealed class TokenAuthority : IDisposable
{
    /// <summary>How long a token is good for, as with Microsoft Entra ID.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Issuer of every token.</summary>
    public const string Issuer = $"https://sts.windows.net/{WellKnown.TenantId}/";

    private static readonly TimeSpan s_allowedSkew = TimeSpan.FromMinutes(5);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly ECDsa _key;
    private readonly ECDsaSecurityKey _signingKey;
    private readonly TimeProvider _time;

    /// <param name="key">The key of the development certificate, so that tokens outlive a restart; disposed with this.</param>
    /// <param name="time">Clock of issue and expiry.</param>
    public TokenAuthority(ECDsa key, TimeProvider time)
    {
        (_key, _time) = (key, time);
        _signingKey = new(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) };
    }

    /// <summary>The public part of the key, for OpenID discovery.</summary>
    public JsonWebKey PublicKey => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(ECDsa.Create(_key.ExportParameters(includePrivateParameters: false))) { KeyId = _signingKey.KeyId });

    /// <summary>A token for an application or managed identity.</summary>
    public (string Token, DateTimeOffset ExpiresOn) Issue(string audience, string clientId)
    {
        var now = _time.GetUtcNow();
        var expires = now + Lifetime;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object> { ["appid"] = clientId, ["oid"] = clientId, ["tid"] = WellKnown.TenantId },
            SigningCredentials = new(_signingKey, SecurityAlgorithms.EcdsaSha256),
        });
        return (token, expires);
    }

    /// <summary>Why a token is not good for this audience at this time, or null when it is.</summary>
    public async ValueTask<string?> RefusalAsync(string token, Func<string, bool> isAudience, DateTimeOffset now)
    {
        var result = await _handler.ValidateTokenAsync(token, new()
        {
            ValidIssuer = Issuer,
            IssuerSigningKey = _signingKey,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            AudienceValidator = (audiences, _, _) => audiences.Any(isAudience),
            LifetimeValidator = (from, to, _, _) => IsTimely(from, to, now.UtcDateTime),
        });
        return result.IsValid ? null : result.Exception switch
        {
            SecurityTokenInvalidAudienceException => "The access token has been obtained for the wrong audience or resource.",
            SecurityTokenInvalidLifetimeException => "The access token has expired or is not yet valid.",
            SecurityTokenInvalidIssuerException => "The access token is from the wrong issuer.",
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "The signature of the access token is not the emulator's.",
            _ => "The access token is invalid.",
        };
    }

    public void Dispose() => _key.Dispose();

    private static bool IsTimely(DateTime? from, DateTime? to, DateTime now) =>
        from is { } start && to is { } end && start <= now + s_allowedSkew && now < end;
}
