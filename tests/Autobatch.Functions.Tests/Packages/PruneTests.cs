using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages.Catalog;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

public sealed class PruneTests(AppFixture fixture)
{
    // Emulators of several tests share one storage account, where an application's container is named after it.
    private readonly string _application = Registrations.Unique();

    private static readonly (string, string)[] s_prune =
    [
        ("Autobatch:Packages:Prune:Enabled", "true"),
        ("Autobatch:Packages:Prune:KeepVersions", "1"),
        ("Autobatch:Packages:Prune:MinAge", "00:00:00"),
    ];

    [Fact]
    public async Task Only_what_nobody_uses_is_deleted_and_a_dry_run_deletes_nothing()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, s_prune);
        string run = await SixVersionsAsync(app);

        PruneReport dry = await PruneAsync(app);
        Assert.Equal([$"{_application}/unused"], dry.WouldDelete);
        Assert.Empty(dry.Deleted);
        Assert.True(await app.IsActiveAsync(_application, "unused"));

        await app.RestartAsync(("Autobatch:Packages:Prune:DryRun", "false"));
        PruneReport wet = await PruneAsync(app);

        Assert.Equal([$"{_application}/unused"], wet.Deleted);
        Assert.Null(await app.VersionAsync(_application, "unused"));
        CatalogVersion[] kept = [.. wet.Applications.Single().Versions.Where(v => !v.WouldPrune)];
        Assert.Equal(
            [("default", "default"), ("newest", ""), ("pool", "pool p"), ("run", $"run {run}"), ("stored", "pool definition s.pool.json")],
            kept.Select(v => (v.Version, string.Join(", ", v.Uses))).Order());
        Assert.Equal("Completed", (await app.RegisterAsync(_application, "unused", Zips.Of(("a.txt", "unused")))).GetProperty("status").GetString());
        Assert.True(await app.IsActiveAsync(_application, "unused"));
    }

    [Fact]
    public async Task Version_that_a_run_is_given_after_the_first_look_is_kept()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. s_prune, ("Autobatch:Packages:Prune:DryRun", "false")]);
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        await app.RegisterAsync(_application, "2", Zips.Of(("a.txt", "two")));
        await app.EndOfAsync(await app.DropAsync("Packages", $"{_application}/default.txt", "2"));
        PackageRegistry registry = app.Services.GetRequiredService<PackageRegistry>();
        PackageName first = new(_application, "1");
        DateTimeOffset until = TimeProvider.System.GetUtcNow().AddMinutes(5);
        Assert.True(await registry.MarkAsync(RunningApp.Account, first, until, TestContext.Current.CancellationToken));

        string runId = await app.DropAsync("Jobs", "late.job.json", Manifest("late", "1"));
        await app.StatusAsync(runId, "Waiting");
        Assert.Empty((await PruneAsync(app)).Deleted);
        await registry.UnmarkAsync(RunningApp.Account, first, TestContext.Current.CancellationToken);

        Assert.Equal("Completed", (await app.EndOfAsync(runId)).GetProperty("status").GetString());
        Assert.True(await app.IsActiveAsync(_application, "1"));
    }

    [Fact]
    public async Task Marked_version_is_unmarked_when_it_turns_out_to_be_used()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        PackageRegistry registry = app.Services.GetRequiredService<PackageRegistry>();
        PackageName package = new(_application, "1");
        Assert.True(await registry.MarkAsync(RunningApp.Account, package, TimeProvider.System.GetUtcNow().AddMinutes(5), TestContext.Current.CancellationToken));

        await registry.UnmarkAsync(RunningApp.Account, package, TestContext.Current.CancellationToken);

        Assert.Null((await app.ReservationAsync(_application, "1"))!.PruneUntil);
        Assert.True((await app.ReservationAsync(_application, "1"))!.IsActive);
    }

    [Fact]
    public async Task Timer_leaves_a_report()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. s_prune, ("Autobatch:Packages:Prune:Schedule", "* * * * * *")]);
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        await Wait.UntilAsync(
            () => ReportedAsync(app, "it is used"),
            "a report tells why the version is kept",
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);

        Assert.True(await app.IsActiveAsync(_application, "1"));
    }

    private static async Task<bool> ReportedAsync(RunningApp app, string because)
    {
        await foreach (BlobItem blob in app.Blobs("Results").GetBlobsAsync(new GetBlobsOptions { Prefix = "packages/prune-" }, TestContext.Current.CancellationToken))
        {
            JsonElement report = await app.ReadJsonAsync("Results", blob.Name);
            if (report.GetProperty("applications").EnumerateArray().SelectMany(a => a.GetProperty("versions").EnumerateArray())
                .Any(v => v.TryGetProperty("keptBecause", out JsonElement kept) && kept.GetString() == because))
            {
                return true;
            }
        }

        return false;
    }

    private static Task<PruneReport> PruneAsync(RunningApp app) =>
        app.Services.GetRequiredService<PackagePruner>().PruneAsync(app.Account(), TestContext.Current.CancellationToken);

    // The run waits for a package of its own that nobody announces, so it stays open.
    private async Task<string> SixVersionsAsync(RunningApp app)
    {
        foreach (string version in (string[])["default", "pool", "stored", "run", "unused", "newest"])
        {
            await app.RegisterAsync(_application, version, Zips.Of(("a.txt", version)));
        }

        await app.UploadAsync("Packages", $"{_application}x/1.zip", Zips.Of(("a.txt", "other")));
        await app.Blobs("Pools").GetBlobClient("s.pool.json").UploadAsync(Pool("s", "stored"), TestContext.Current.CancellationToken);
        await app.Account().Data.CreatePoolAsync(Pool("p", "pool"), TestContext.Current.CancellationToken);
        string run = await app.DropAsync("Jobs", "open.job.json", Manifest("open", "run", $$""",{"applicationId":"{{_application}}x","version":"1"}"""));
        await app.StatusAsync(run, "Waiting");
        return run;
    }

    private BinaryData Pool(string id, string version) => BinaryData.FromString($$"""
        {"id":"{{id}}","vmSize":"x","targetDedicatedNodes":0,"applicationPackageReferences":[{"applicationId":"{{_application}}","version":"{{version}}"}],
         "virtualMachineConfiguration":{"imageReference":{"publisher":"p","offer":"o","sku":"s"},"nodeAgentSKUId":"batch.node.ubuntu 24.04"} }
        """);

    private string Manifest(string id, string version, string more = "") => $$"""
        {"schemaVersion":"1.0","id":"{{id}}","applications":[{"applicationId":"{{_application}}","version":"{{version}}"}{{more}}],"tasks":[{"id":"t0","commandLine":"/bin/true"}]}
        """;
}
