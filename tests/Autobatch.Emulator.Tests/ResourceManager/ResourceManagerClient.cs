using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>A plain Resource Manager client over HTTPS that trusts nothing but the emulator's certificate.</summary>
internal sealed class ResourceManagerClient : IDisposable
{
    public const string Account = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/devbatchaccount1";
    private readonly X509Certificate2 _root;
    private readonly HttpClient _http;

    public ResourceManagerClient(EmulatorHost host)
    {
        _root = X509CertificateLoader.LoadCertificateFromFile(host.CertificatePath);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_root);
        _http = new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } })
        {
            BaseAddress = new UriBuilder(host.HttpsAddress) { Host = "localhost" }.Uri,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public void Dispose()
    {
        _http.Dispose();
        _root.Dispose();
    }

    public async Task<Answer> Send(HttpMethod method, string path, string? body = null, string token = WellKnown.DevelopmentToken, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version=2025-06-01");
        request.Headers.Authorization = new("Bearer", token);
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }
}
