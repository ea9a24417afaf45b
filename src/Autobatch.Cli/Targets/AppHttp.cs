using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Targets;

/// <summary>The way to the app.</summary>
internal static class AppHttp
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <exception cref="CliException">A secret would go over a line that others can read.</exception>
    public static HttpClient Open(Target target, Func<string, string?> variable)
    {
        Uri address = new(target.Address.TrimEnd('/') + "/");
        if ((target.Key ?? target.EntraScope) is not null && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new CliException(ExitCodes.BadInput, $"{address} is plain http: a key or a token is sent over https only, or to this machine.");
        }

        HttpMessageHandler handler = target.EntraScope is { } scope ? new BearerHandler(Credentials.Of(target.Credential, variable), scope, TimeProvider.System) : Inner();
        HttpClient http = new(handler) { BaseAddress = address, Timeout = s_patience };
        if (target.Key is { } key)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        return http;
    }

    // Who answers with another address gets no key there.
    internal static HttpMessageHandler Inner() => new SocketsHttpHandler { AllowAutoRedirect = false };
}
