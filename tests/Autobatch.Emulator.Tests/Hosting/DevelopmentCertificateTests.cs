using System.Security.Cryptography.X509Certificates;
using Autobatch.Emulator.Hosting;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Hosting;

public sealed class DevelopmentCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_made_for_the_regions_of_the_accounts_and_made_anew_only_for_another_one()
    {
        using var first = Ensure("northeurope");
        using var same = Ensure("northeurope");
        using var fewer = Ensure();
        using var more = Ensure("northeurope", "west-us", "no host name");

        Assert.Equal([first.Thumbprint, first.Thumbprint], [same.Thumbprint, fewer.Thumbprint]);
        Assert.NotEqual(first.Thumbprint, more.Thumbprint);
        foreach (var name in (string[])["localhost", "a.localhost", "a.local1.batch.localhost", "north.northeurope.batch.localhost", "north.northeurope.localhost", "west.west-us.batch.localhost"])
        {
            Assert.True(more.MatchesHostname(name), name);
        }

        Assert.False(first.MatchesHostname("west.west-us.batch.localhost"));
    }

    private X509Certificate2 Ensure(params string[] regions) => DevelopmentCertificate.Ensure(_folder.Path, regions, TimeProvider.System);
}
