using System.Text;
using Autobatch.Testing;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Autobatch.Azurite.Tests.Server;

/// <summary>An Azurite that answers by https and takes tokens; what of a token it checks is Azurite's to say.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Account = "sttokens";
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AzuriteServer.StartOrAdoptAsync(
        new AzuriteOptions { DataDirectory = _folder.Path, InMemory = true, Leashed = true, TakesTokens = true, FurtherAccounts = [Account] },
        await AzuriteInstaller.EnsureAsync(cancellationToken: Cancel),
        cancellationToken: Cancel);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Token_opens_blobs_and_gives_a_user_delegation_key_whose_sas_opens_one_blob()
    {
        BlobServiceClient service = Service("https://storage.azure.com");
        BlobContainerClient container = await service.CreateBlobContainerAsync("files", cancellationToken: Cancel);
        await container.UploadBlobAsync("a.txt", BinaryData.FromString("a"), Cancel);
        await container.UploadBlobAsync("b.txt", BinaryData.FromString("b"), Cancel);
        DateTimeOffset end = TimeProvider.System.GetUtcNow().AddHours(1);
        UserDelegationKey key = await service.GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(end) { StartsOn = end.AddHours(-2) }, Cancel);
        BlobSasBuilder sas = new(BlobSasPermissions.Read, end) { BlobContainerName = "files", BlobName = "a.txt" };
        string query = sas.ToSasQueryParameters(key, Account).ToString();

        Assert.Equal("a", (await Blob("a.txt").DownloadContentAsync(Cancel)).Value.Content.ToString());
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => Blob("b.txt").DownloadContentAsync(Cancel))).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => Blob("a.txt").DeleteAsync(cancellationToken: Cancel))).Status);

        BlobClient Blob(string name) => new(new Uri($"{container.Uri}/{name}?{query}"), Options());
    }

    [Fact]
    public async Task Token_for_somebody_else_opens_nothing() => Assert.Equal(
        403, (await Assert.ThrowsAsync<RequestFailedException>(() => Service("https://vault.azure.net").CreateBlobContainerAsync("others", cancellationToken: Cancel))).Status);

    [Fact]
    public async Task It_is_adopted_as_what_it_is_and_by_http_started_anew()
    {
        using TemporaryFolder folder = new();
        AzuriteOptions options = new() { DataDirectory = folder.Path, InMemory = true, TakesTokens = true };
        AzuriteInstallation installation = await AzuriteInstaller.EnsureAsync(cancellationToken: Cancel);
        AzuriteServer first = await AzuriteServer.StartOrAdoptAsync(options, installation, cancellationToken: Cancel);

        AzuriteServer again = await AzuriteServer.StartOrAdoptAsync(options, installation, cancellationToken: Cancel);
        await using AzuriteServer plain = await AzuriteServer.StartOrAdoptAsync(options with { TakesTokens = false }, installation, cancellationToken: Cancel);

        Assert.Equal((first.ProcessId, true), (again.ProcessId, again.Endpoints.Https));
        Assert.Equal((false, null, "http"), (first.IsAlive, plain.CertificatePath, plain.Endpoints.BlobService.Scheme));
    }

    private BlobServiceClient Service(string audience) => new(_server.Endpoints.BlobServiceOf(Account), new Unsigned(audience), Options());

    private BlobClientOptions Options()
    {
        string trusted = File.ReadAllText(_server.CertificatePath!).ReplaceLineEndings();
        HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.ExportCertificatePem().ReplaceLineEndings() == trusted };
        return new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(handler)) };
    }

    /// <summary>A token that nobody has signed: Azurite does not look.</summary>
    private sealed class Unsigned(string audience) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            string claims = $$"""
                {"iss":"https://sts.windows.net/t/","aud":"{{audience}}","oid":"o","tid":"t","iat":{{now.ToUnixTimeSeconds()}},"nbf":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}}}
                """;
            return new AccessToken($"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{Encoded(claims)}.", now.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
