using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

public sealed class ReadinessTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registration_that_ends_while_a_run_looks_for_its_package_fails_no_run()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string application = Registrations.Unique();

        // Batch says that the version is not there; the run hears it once its registration is over.
        await app.SlowAsync("ApplicationPackage_Get", TimeSpan.FromSeconds(8));
        Task<(Hold? Hold, DroppedPackage? Source)> look = app.Services.GetRequiredService<PackageReadiness>()
            .CheckAsync(app.Account(), new GivenPackage(application, "1", false), new LedgerKey("run", TimeProvider.System.GetUtcNow()), Cancel);
        await app.ActedAsync();
        await app.RegisterAsync(application, "1", Zips.Of(("a.txt", "one")));

        Assert.Equal((null, null), await look);
    }
}
