using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Tokens;

namespace Autobatch.Emulator.Protocol.Authentication;

/// <summary>Decides who sends a request and, with it, which account is meant.</summary>
internal sealed class Authenticator(World world, TokenAuthority tokens, Audiences audiences, TimeProvider clock, TimeSpan allowedSkew, string developmentToken)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _token = Encoding.UTF8.GetBytes(developmentToken);

    /// <summary>Checks the Authorization header; a SharedKey names the account itself, and a task's token its job.</summary>
    /// <param name="request">The request.</param>
    /// <param name="address">Where it goes, with the account that host or path name.</param>
    public async ValueTask<AccountState> AuthenticateAsync(SignedRequest request, Address address)
    {
        var header = request.Header("Authorization");
        if (header.StartsWith("SharedKey ", StringComparison.OrdinalIgnoreCase))
        {
            return BySharedKey(request, header["SharedKey ".Length..].Trim());
        }

        if (ByJobToken(header, address) is { } account)
        {
            return Allowed(account, AccountRecord.TaskToken);
        }

        await RequireBearerAsync(header, Plane.Data);
        return Allowed(address.Account ?? world.FirstAccount ?? throw Errors.AccountNotFound.With(), AccountRecord.Entra);
    }

    /// <summary>Checks that the header carries the development token, or one of the emulator's tenant for this plane.</summary>
    public async ValueTask RequireBearerAsync(string authorization, Plane plane)
    {
        var given = Token(authorization);
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token))
        {
            return;
        }

        var refusal = given.Length > 0 ? await tokens.RefusalAsync(given, audience => audiences.Fits(plane, audience), clock.GetUtcNow())
            : authorization.Length == 0 ? "The Authorization header is missing."
            : "The specified type of authentication is not accepted; the emulator takes SharedKey on the data plane and bearer tokens everywhere.";
        if (refusal is not null)
        {
            throw Errors.AuthenticationRequired.With(("AuthenticationErrorDetail", refusal));
        }
    }

    /// <summary>A task with authenticationTokenSettings may do anything with its own job and nothing else.</summary>
    private AccountState? ByJobToken(string authorization, Address address)
    {
        lock (world.Gate)
        {
            if (JobToken.Find(world, Token(authorization)) is not { } job)
            {
                return null;
            }

            var itsOwn = address.Segments is [var jobs, var id, ..]
                && string.Equals(jobs, "jobs", StringComparison.OrdinalIgnoreCase)
                && string.Equals(id, job.Record.Id, StringComparison.OrdinalIgnoreCase)
                && (address.Account ?? world.FirstAccount) == job.Account;
            return itsOwn ? job.Account : throw Errors.InsufficientAccountPermissions.With(("Reason", "The token of a task gives access to its own job only."));
        }
    }

    private static string Token(string authorization) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";

    private AccountState BySharedKey(SignedRequest request, string credential)
    {
        var colon = credential.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : credential[..colon];
        if (!world.Accounts.TryGetValue(name, out var account))
        {
            throw Errors.AuthenticationFailed.With(("AuthenticationErrorDetail", "The Authorization header names no account of this emulator."));
        }

        RequireFreshDate(request);
        byte[][] keys = [Convert.FromBase64String(account.Record.PrimaryKey), Convert.FromBase64String(account.Record.SecondaryKey)];
        if (!SharedKey.Verify(request, name, credential[(colon + 1)..], keys))
        {
            throw Errors.AuthenticationFailed.With(
                ("AuthenticationErrorDetail", "The MAC signature found in the HTTP request is not the same as any computed signature."));
        }

        return Allowed(account, AccountRecord.SharedKey);
    }

    /// <summary>The account, if it takes this kind of authentication.</summary>
    private AccountState Allowed(AccountState account, string mode) => account.Record switch
    {
        var record when !record.IsReady(world.Time.GetUtcNow()) => throw Errors.AccountIsDisabled.With(("Reason", "The account is being created or deleted.")),
        { UserSubscription: true } when mode == AccountRecord.SharedKey => throw Errors.InvalidRestApiForAccountSetting.With(
            ("Reason", "An account that allocates pools in the user's subscription takes Microsoft Entra ID only.")),
        var record when !record.AuthenticationModes.Contains(mode) => throw Errors.AuthenticationFailed.With(
            ("AuthenticationErrorDetail", $"The specified type of authentication {mode} is not in the allowedAuthenticationModes of the account.")),
        _ => account,
    };

    private void RequireFreshDate(SignedRequest request)
    {
        var text = request.Header("ocp-date") is { Length: > 0 } ocp ? ocp : request.Header("Date");
        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            throw Errors.AuthenticationFailed.With(("AuthenticationErrorDetail", "A SharedKey request needs the date in RFC 1123 form in ocp-date or Date."));
        }

        if ((clock.GetUtcNow() - date).Duration() > allowedSkew)
        {
            throw Errors.AuthenticationFailed.With(
                ("AuthenticationErrorDetail", $"The date of the request is more than {allowedSkew.TotalMinutes:0} minutes from the time of the server."));
        }
    }
}
