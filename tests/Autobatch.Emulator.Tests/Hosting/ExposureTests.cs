using System.Net;
using System.Security.Cryptography.X509Certificates;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Hosting;

/// <summary>Others reach the emulator only with keys and a secret of its owner's.</summary>
public sealed class ExposureTests
{
    private const string OwnKey = "b3duIGtleQ==";
    private const string OwnSecret = "a secret of one's own";
    private static readonly EmulatedAccount s_own = new("north", "northeurope", PrimaryKey: OwnKey, SecondaryKey: OwnKey);

    [Fact]
    public async Task A_foreign_host_needs_keys_of_ones_own()
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => Start(new() { Host = IPAddress.Any }));
        Assert.Contains("the key of devbatchaccount1, devbatchaccount2", error.Message, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<FormatException>(() => Start(new() { Host = IPAddress.IPv6Any, Accounts = [s_own with { SecondaryKey = WellKnown.AccountKey }], Secret = OwnSecret }));
        Assert.Contains("the key of north", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_host_needs_a_secret()
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => Start(new() { Host = IPAddress.Parse("192.0.2.1"), Accounts = [s_own] }));
        Assert.Contains("Give --accounts FILE a secret", error.Message, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<FormatException>(() => Start(new() { Secret = "short" }));
        Assert.Contains("shorter than 16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_takes_the_place_of_what_everybody_knows()
    {
        await using var host = await Start(new() { Host = IPAddress.Parse("127.0.0.2"), Accounts = [s_own], Secret = OwnSecret });
        using EmulatorClient client = new(host.HttpAddress, "north", OwnKey);
        Assert.Equal("127.0.0.2", host.HttpAddress.Host);
        async Task<HttpStatusCode> With(string token, string path = "/pools?api-version=2025-06-01", string header = "Authorization", string prefix = "Bearer ")
        {
            HttpRequestMessage request = new(HttpMethod.Get, new Uri(host.HttpAddress, path));
            request.Headers.TryAddWithoutValidation(header, prefix + token);
            return (await client.SendRaw(request)).Status;
        }

        (await client.Get("/pools")).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await With(OwnSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(WellKnown.DevelopmentToken));
        const string Identity = "/_emulator/identity/token?resource=https://batch.core.windows.net/&api-version=2019-08-01";
        Assert.Equal(HttpStatusCode.OK, await With(OwnSecret, Identity, "X-IDENTITY-HEADER", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(WellKnown.IdentityHeader, Identity, "X-IDENTITY-HEADER", ""));
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(host.CertificatePath);
        Assert.True(certificate.MatchesHostname("localhost"));
    }

    [Fact]
    public void The_certificate_names_the_host()
    {
        using TemporaryFolder folder = new();
        using var before = DevelopmentCertificate.Ensure(folder.Path, [], TimeProvider.System);
        using var after = DevelopmentCertificate.Ensure(folder.Path, [], TimeProvider.System, Exposure.Names(IPAddress.Parse("192.0.2.1")));

        Assert.False(before.MatchesHostname("192.0.2.1"));
        Assert.True(after.MatchesHostname("192.0.2.1") && after.MatchesHostname("127.0.0.1"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:10003/", "http://127.0.0.1:10003/")]
    [InlineData("https://[::]:10004/", "https://127.0.0.1:10004/")]
    [InlineData("http://192.0.2.1:10003/", "http://192.0.2.1:10003/")]
    public void A_door_on_all_addresses_is_reached_by_the_machines_own(string door, string reached) => Assert.Equal(new Uri(reached), Exposure.Reachable(new(door)));

    private static Task<EmulatorHost> Start(EmulatorOptions options) => EmulatorHost.StartAsync(options with { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);
}
