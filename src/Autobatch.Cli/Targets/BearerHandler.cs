using System.Net.Http.Headers;
using Autobatch.Cli.CommandLine;
using Azure.Core;
using Azure.Identity;

namespace Autobatch.Cli.Targets;

/// <summary>Sends a Microsoft Entra token with each request, and asks for another one before it expires.</summary>
internal sealed class BearerHandler(TokenCredential credential, string scope, TimeProvider time) : DelegatingHandler(AppHttp.Inner())
{
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);
    private AccessToken _token;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_token.ExpiresOn < time.GetUtcNow() + s_margin)
        {
            _token = await AskAsync(cancellationToken).ConfigureAwait(false);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Token);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AccessToken> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException e)
        {
            throw NoToken(scope, e);
        }
    }

    /// <summary>The same for a token of storage, which is asked for elsewhere.</summary>
    public static CliException NoToken(string scope, AuthenticationFailedException reason) => new(
        ExitCodes.BadInput, $"There is no token for {scope}: {reason.Message.Split('\n')[0].Trim()} Sign in (az login), or choose another --credential.", reason);
}
