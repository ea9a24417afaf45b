using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.ResourceManager.Batch.Tests;

/// <summary>Answers over TLS in ARM's place: a table of prepared answers by method and path, and a record of what was asked.</summary>
internal sealed class ArmServer : IAsyncDisposable
{
    public const string AccountId = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/acct";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _answers = new();
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _server;

    private ArmServer()
    {
        _certificate = SelfSigned();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _server = builder.Build();
        _server.Run(RespondAsync);
    }

    public ConcurrentQueue<Asked> Requests { get; } = [];

    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static async Task<ArmServer> StartAsync()
    {
        var server = new ArmServer();
        await server._server.StartAsync();
        return server;
    }

    /// <summary>The next answer to <paramref name="method"/> on <paramref name="path"/>, which follows the account's id unless it starts at the root.</summary>
    public ArmServer On(string method, string path, int status, string body = "", string? location = null)
    {
        string full = path.StartsWith("/subscriptions", StringComparison.Ordinal) ? path : AccountId + path;
        _answers.GetOrAdd($"{method} {full}", _ => new()).Enqueue(new Answer(status, body, location));
        return this;
    }

    public ArmClient Client(Action<ArmClientOptions>? configure = null)
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == _certificate.Thumbprint,
        };
        var options = new ArmClientOptions
        {
            Environment = new ArmEnvironment(Address, "https://management.example/"),
            Transport = new HttpClientTransport(handler),
        };
        options.Retry.MaxRetries = 0;
        configure?.Invoke(options);
        return new ArmClient(new FixedToken(), null, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string[] parts = target.Split('?', 2);
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue(new Asked(context.Request.Method, parts[0], parts.ElementAtOrDefault(1) ?? "", body, context.Request.Headers.Authorization.ToString()));
        if (!_answers.TryGetValue($"{context.Request.Method} {parts[0]}", out ConcurrentQueue<Answer>? answers) || !answers.TryDequeue(out Answer? answer))
            answer = new Answer(404, """{"error":{"code":"ResourceNotFound","message":"The specified resource does not exist."}}""", null);
        context.Response.StatusCode = answer.Status;
        if (answer.Location is not null)
            context.Response.Headers.Location = answer.Location;
        if (answer.Body.Length == 0)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    internal sealed record Asked(string Method, string Path, string Query, string Body, string Authorization);

    private sealed record Answer(int Status, string Body, string? Location);

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("test-token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
