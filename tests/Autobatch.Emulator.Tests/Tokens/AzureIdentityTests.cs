using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Autobatch.Emulator.Tests.Tokens;

/// <summary>The real credentials of Azure.Identity get their tokens from the emulator, and both planes look at them.</summary>
public sealed class AzureIdentityTests : IClassFixture<EmulatorFixture>, IDisposable
{
    private const string BatchScope = "https://batch.core.windows.net//.default";
    private const string ManagementScope = "https://management.azure.com/.default";
    private readonly EmulatorFixture _fixture;
    private readonly ResourceManagerClient _client;
    private readonly X509Certificate2 _root;
    private readonly HttpClient _http;

    public AzureIdentityTests(EmulatorFixture fixture)
    {
        _fixture = fixture;
        _client = new(fixture.Host);
        _root = X509CertificateLoader.LoadCertificateFromFile(fixture.Host.CertificatePath);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_root);
        _http = new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
    }

    public void Dispose()
    {
        _http.Dispose();
        _root.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_client_secret_credential_opens_the_plane_that_it_asked_for_and_not_the_other()
    {
        var batch = await Token(Client(WellKnown.ClientSecret), BatchScope);
        var management = await Token(Client(WellKnown.ClientSecret), ManagementScope);

        (await _client.Send(HttpMethod.Get, "/devbatchaccount1/jobs", token: batch)).Expect(HttpStatusCode.OK);
        (await _client.Send(HttpMethod.Get, ResourceManagerClient.Account, token: management)).Expect(HttpStatusCode.OK);
        Assert.Contains("wrong audience", (await _client.Send(HttpMethod.Get, "/devbatchaccount1/jobs", token: management)).Expect(HttpStatusCode.Unauthorized).Text, StringComparison.Ordinal);
        Assert.Contains("wrong audience", (await _client.Send(HttpMethod.Get, ResourceManagerClient.Account, token: batch)).Expect(HttpStatusCode.Unauthorized).Text, StringComparison.Ordinal);
        (await _client.Send(HttpMethod.Get, "/devbatchaccount1/jobs", token: batch[..^8] + "AAAAAAAA")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_same_tenant_is_there_under_the_name_of_a_federation_service()
    {
        var described = JsonElement.Parse(await _http.GetStringAsync(new Uri(_fixture.Host.HttpsAddress, "/adfs/.well-known/openid-configuration"), TestContext.Current.CancellationToken));
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = WellKnown.ClientId,
            ["client_secret"] = WellKnown.ClientSecret,
            ["scope"] = ManagementScope,
        });
        using var response = await _http.PostAsync(new Uri(described.GetProperty("token_endpoint").GetString()!), form, TestContext.Current.CancellationToken);
        var token = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString()!;

        (await _client.Send(HttpMethod.Get, ResourceManagerClient.Account, token: token)).Expect(HttpStatusCode.OK);
        Assert.Contains("\"kty\"", await _http.GetStringAsync(new Uri(described.GetProperty("jwks_uri").GetString()!), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000, "application/x-www-form-urlencoded")]
    [InlineData(10, "multipart/form-data; boundary=x")]
    [InlineData(10, "multipart/form-data")]
    public async Task A_form_that_is_too_long_or_broken_is_refused(int length, string type)
    {
        using ByteArrayContent form = new(Encoding.ASCII.GetBytes(new string('a', length)));
        form.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await _http.PostAsync(new Uri(_fixture.Host.HttpsAddress, $"/{WellKnown.TenantId}/oauth2/v2.0/token"), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_asks_for_the_address_of_the_emulator_itself_opens_resource_manager()
    {
        var token = await Token(Client(WellKnown.ClientSecret), $"{_fixture.Host.HttpsAddress}/.default");

        (await _client.Send(HttpMethod.Get, ResourceManagerClient.Account, token: token)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_secret_fails_with_the_number_that_entra_gives()
    {
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => Token(Client("wrong"), BatchScope));

        Assert.True(failed.ToString().Contains("AADSTS7000215", StringComparison.Ordinal), failed.ToString());
    }

    /// <summary>Why the documentation says that instance discovery must be off.</summary>
    [Fact]
    public async Task With_instance_discovery_the_library_asks_microsoft_first()
    {
        var hosts = new List<string>();
        using var http = new HttpClient(new Recording(hosts));
        var credential = new ClientSecretCredential(
            WellKnown.TenantId, WellKnown.ClientId, WellKnown.ClientSecret, new ClientSecretCredentialOptions { AuthorityHost = _fixture.Host.HttpsAddress, Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } });

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => Token(credential, BatchScope));

        Assert.Equal("login.microsoftonline.com", hosts[0]);
    }

    [Fact]
    public async Task A_managed_identity_credential_gets_a_token_by_the_protocol_of_app_service()
    {
        // Nothing else in this process asks for a managed identity, and the client library keeps where it found one.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(_fixture.Host.HttpAddress, "/_emulator/identity/token").AbsoluteUri);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", WellKnown.IdentityHeader);

        var token = await Token(new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned), BatchScope);

        (await _client.Send(HttpMethod.Get, "/devbatchaccount2/jobs", token: token)).Expect(HttpStatusCode.OK);
        (await _client.Send(HttpMethod.Get, ResourceManagerClient.Account, token: token)).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_endpoint_of_the_managed_identity_wants_its_header()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_fixture.Host.HttpAddress, "/_emulator/identity/token?api-version=2019-08-01&resource=https://batch.core.windows.net/"));
        request.Headers.Add("X-IDENTITY-HEADER", "guess");

        (await _fixture.Client.SendRaw(request)).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=password&client_id=a&client_secret=b&scope=c", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&client_id=a&client_secret=b&scope=c", "unauthorized_client")]
    [InlineData("grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000002&client_secret=autobatch-development-secret&scope=c", "invalid_scope")]
    public async Task A_wrong_request_for_a_token_is_refused_in_the_words_of_oauth(string form, string error)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync(new Uri(_fixture.Host.HttpsAddress, $"/{WellKnown.TenantId}/oauth2/v2.0/token"), content, TestContext.Current.CancellationToken);

        Assert.Equal(error, System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Discovery_names_the_endpoint_and_the_key()
    {
        var tenant = $"/{WellKnown.TenantId}";
        var configuration = (await _client.Send(HttpMethod.Get, $"{tenant}/v2.0/.well-known/openid-configuration")).Expect(HttpStatusCode.OK).Json;
        var keys = (await _client.Send(HttpMethod.Get, new Uri(configuration.GetProperty("jwks_uri").GetString()!).AbsolutePath)).Expect(HttpStatusCode.OK).Json.GetProperty("keys");

        Assert.EndsWith($"{tenant}/oauth2/v2.0/token", configuration.GetProperty("token_endpoint").GetString(), StringComparison.Ordinal);
        Assert.Equal("P-256", Assert.Single(keys.EnumerateArray()).GetProperty("crv").GetString());
    }

    private ClientSecretCredential Client(string secret) => new(WellKnown.TenantId, WellKnown.ClientId, secret, new ClientSecretCredentialOptions
    {
        AuthorityHost = _fixture.Host.HttpsAddress,
        DisableInstanceDiscovery = true,
        Transport = new HttpClientTransport(_http),
    });

    /// <summary>Notes who is asked and says what Microsoft says of a host that it does not know; nothing leaves this machine.</summary>
    private sealed class Recording(List<string> hosts) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            hosts.Add(request.RequestUri!.Host);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":"invalid_instance","error_description":"AADSTS50049: Unknown or invalid instance."}""", Encoding.UTF8, "application/json") });
        }
    }

    private static async Task<string> Token(TokenCredential credential, string scope) =>
        (await credential.GetTokenAsync(new([scope]), TestContext.Current.CancellationToken)).Token;
}
