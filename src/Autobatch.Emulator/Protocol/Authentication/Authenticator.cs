using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Protocol.Authentication;

/// <summary>Decides who sends a request and, with it, which account is meant.</summary>
internal sealed class Authenticator(World world, TimeProvider time, TimeSpan allowedSkew)
{
    private static readonly byte[] s_token = Encoding.UTF8.GetBytes(WellKnown.DevelopmentToken);
    private static readonly byte[][] s_keys = [Convert.FromBase64String(WellKnown.AccountKey)];

    /// <summary>Checks the Authorization header; a SharedKey names the account itself.</summary>
    /// <param name="request">The request.</param>
    /// <param name="addressed">The account that host or path name, or null.</param>
    public AccountState Authenticate(SignedRequest request, AccountState? addressed)
    {
        var header = request.Header("Authorization");
        if (header.StartsWith("SharedKey ", StringComparison.OrdinalIgnoreCase))
        {
            return BySharedKey(request, header["SharedKey ".Length..].Trim());
        }

        RequireBearer(header);
        return addressed ?? world.FirstAccount;
    }

    /// <summary>Checks that the header carries the development token.</summary>
    public static void RequireBearer(string authorization)
    {
        const string scheme = "Bearer ";
        var given = authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), s_token))
        {
            throw Errors.AuthenticationRequired.With(("AuthenticationErrorDetail", authorization.Length == 0
                ? "The Authorization header is missing."
                : "The specified type of authentication or the token is not accepted; the emulator takes SharedKey on the data plane and its development token everywhere."));
        }
    }

    private AccountState BySharedKey(SignedRequest request, string credential)
    {
        var colon = credential.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : credential[..colon];
        if (!world.Accounts.TryGetValue(name, out var account))
        {
            throw Errors.AuthenticationFailed.With(("AuthenticationErrorDetail", "The Authorization header names no account of this emulator."));
        }

        RequireFreshDate(request);
        if (!SharedKey.Verify(request, name, credential[(colon + 1)..], s_keys))
        {
            throw Errors.AuthenticationFailed.With(
                ("AuthenticationErrorDetail", "The MAC signature found in the HTTP request is not the same as any computed signature."));
        }

        return account;
    }

    private void RequireFreshDate(SignedRequest request)
    {
        var text = request.Header("ocp-date") is { Length: > 0 } ocp ? ocp : request.Header("Date");
        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            throw Errors.AuthenticationFailed.With(("AuthenticationErrorDetail", "A SharedKey request needs the date in RFC 1123 form in ocp-date or Date."));
        }

        if ((time.GetUtcNow() - date).Duration() > allowedSkew)
        {
            throw Errors.AuthenticationFailed.With(
                ("AuthenticationErrorDetail", $"The date of the request is more than {allowedSkew.TotalMinutes:0} minutes from the time of the server."));
        }
    }
}
