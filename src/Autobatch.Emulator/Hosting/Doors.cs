using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Hosting;

/// <summary>The HTTP and HTTPS doors.</summary>
internal sealed class Doors : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private Doors(WebApplication app, X509Certificate2 certificate, Uri http, Uri https) => (_app, _certificate, Http, Https) = (app, certificate, http, https);

    public Uri Http { get; }

    public Uri Https { get; }

    /// <summary>Opens both doors; they own the certificate from then on.</summary>
    /// <exception cref="IOException">A port is taken; the message names it.</exception>
    public static async Task<Doors> OpenAsync(EmulatorOptions options, X509Certificate2 certificate, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // An empty builder reads no environment and no files: only the options count.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // bounded where bodies are read, so that the answer is the service's own 413
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Listen(options.Host, options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(options.Host, options.HttpsPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
            });
        });
        builder.Services.AddSingleton(loggers);
        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => Exposure.Reachable(new(address))).ToList();
        return new(app, certificate, addresses.First(address => address.Scheme == "http"), addresses.First(address => address.Scheme == "https"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
