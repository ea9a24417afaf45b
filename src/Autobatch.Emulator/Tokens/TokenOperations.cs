using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Emulator.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Autobatch.Emulator.Tokens;

/// <summary>Handlers that hand out tokens: to a client with its secret, and to a managed identity as App Service does.</summary>
internal static class TokenOperations
{
    private const int MostFormBytes = 64 * 1024;
    private const string DefaultScope = "/.default";

    public static async ValueTask<Reply> Client(Call call)
    {
        var form = await FormAsync(call);
        string Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : throw OAuthErrors.InvalidRequest.With();
        if (Field("grant_type") != "client_credentials")
        {
            throw OAuthErrors.UnsupportedGrantType.With();
        }

        var client = Field("client_id");
        if (client != WellKnown.ClientId)
        {
            throw OAuthErrors.UnauthorizedClient.With();
        }

        Require(Field("client_secret"), call.Services.Options.Secret ?? WellKnown.ClientSecret, OAuthErrors.InvalidClient);
        var scope = Field("scope");
        if (!scope.EndsWith(DefaultScope, StringComparison.OrdinalIgnoreCase) || !IsResource(scope[..^DefaultScope.Length]))
        {
            throw OAuthErrors.InvalidScope.With();
        }

        var (token, _) = call.Services.Tokens.Issue(scope[..^DefaultScope.Length], client);
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("token_type", "Bearer");
            writer.WriteNumber("expires_in", (int)TokenAuthority.Lifetime.TotalSeconds);
            writer.WriteNumber("ext_expires_in", (int)TokenAuthority.Lifetime.TotalSeconds);
            writer.WriteString("access_token", token);
            writer.WriteEndObject();
        });
    }

    private static async ValueTask<IFormCollection> FormAsync(Call call)
    {
        if (!call.Http.Request.HasFormContentType || call.Http.Request.ContentLength is > MostFormBytes)
        {
            throw OAuthErrors.InvalidRequest.With();
        }

        try
        {
            return await call.Http.Request.ReadFormAsync(new FormOptions { BufferBodyLengthLimit = MostFormBytes, ValueLengthLimit = MostFormBytes, ValueCountLimit = 32, MultipartBodyLengthLimit = MostFormBytes }, call.Aborted);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException && !call.Aborted.IsCancellationRequested)
        {
            throw OAuthErrors.InvalidRequest.With();
        }
    }

    /// <summary>The protocol of IDENTITY_ENDPOINT and IDENTITY_HEADER.</summary>
    public static ValueTask<Reply> ManagedIdentity(Call call)
    {
        Require(call.Header("X-IDENTITY-HEADER") ?? "", call.Services.Options.Secret ?? WellKnown.IdentityHeader, OAuthErrors.InvalidIdentity);
        var resource = call.Target["resource"] ?? "";
        if (!IsResource(resource))
        {
            throw OAuthErrors.InvalidResource.With();
        }

        var client = call.Target["client_id"] ?? WellKnown.ClientId;
        var (token, expires) = call.Services.Tokens.Issue(resource, client);
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("access_token", token);
            writer.WriteString("client_id", client);
            writer.WriteString("expires_on", expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            writer.WriteString("resource", resource);
            writer.WriteString("token_type", "Bearer");
            writer.WriteEndObject();
        }));
    }

    private static bool IsResource(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "https";

    private static void Require(string given, string wanted, ErrorCode otherwise)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted)))
        {
            throw otherwise.With();
        }
    }
}
