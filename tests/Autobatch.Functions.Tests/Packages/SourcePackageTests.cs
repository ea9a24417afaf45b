using System.Text;
using System.Text.Json;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages;
using Azure;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

/// <summary>Packages that manifests bring: <c>applications[].source</c>.</summary>
public sealed class SourcePackageTests(AppFixture fixture)
{
    private readonly string _application = Registrations.Unique();
    private readonly BinaryData _zip = Zips.Of(("a.txt", "brought"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Zip => $"{_application}/any name.zip";

    [Fact]
    public async Task Run_registers_the_package_that_its_manifest_brings_and_the_next_one_finds_it()
    {
        RunningApp app = fixture.App;
        await InputAsync(app, _zip);
        string manifest = Manifest(app, $$""" "sha256": "{{_zip.Sha256().ToUpperInvariant()}}", "makeDefault": true, """);

        JsonElement explained = await app.ExplainAsync(manifest);
        JsonElement package = explained.GetProperty("packages")[0];
        bool before = await app.VersionAsync(_application, "2.0") is not null;
        JsonElement run = await EndAsync(app, manifest);
        JsonElement again = await EndAsync(app, Manifest(app));

        Assert.True(explained.GetProperty("ok").GetBoolean(), explained.GetProperty("faults").ToString());
        Assert.Equal(("registers", _zip.ToMemory().Length), (package.GetProperty("state").GetString(), package.GetProperty("bytes").GetInt32()));
        Assert.Equal($"{app.Container("Inputs")}/{Zip}", package.GetProperty("source").GetString());
        Assert.False(before, "explaining made the version");
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("2.0", run.GetProperty("packages")[0].GetProperty("version").GetString());
        Assert.Equal("brought", await app.StdoutAsync(run.GetProperty("id").GetString()!, "a"));
        Assert.Equal(_zip.Sha256(), await app.ContentAsync(_application, "2.0"));
        Assert.Equal("Completed", again.GetProperty("status").GetString());
        Assert.Equal(1, Made(app));
        Assert.Equal("active", (await app.ExplainAsync(manifest)).GetProperty("packages")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Default_is_made_once_for_a_run_and_references_without_a_version_mean_what_the_manifest_makes_the_default()
    {
        RunningApp app = fixture.App;
        await InputAsync(app, _zip);
        await app.RegisterAsync(_application, "1.0", Zips.Of(("a.txt", "before")));
        string first = (await app.DefaultVersionAsync(_application))!;

        JsonElement run = await EndAsync(app, Manifest(app, """ "makeDefault": true, """, reference: $$"""{ "applicationId": "{{_application}}" }"""));

        Assert.Equal("1.0", first);
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("brought", await app.StdoutAsync(run.GetProperty("id").GetString()!, "a"));
        Assert.Equal("2.0", await app.DefaultVersionAsync(_application));
    }

    [Fact]
    public async Task Runs_that_bring_the_same_package_at_once_share_one_registration()
    {
        RunningApp app = fixture.App;
        await InputAsync(app, _zip);
        string manifest = Manifest(app);

        JsonElement[] runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EndAsync(app, manifest)));

        Assert.All(runs, run => Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString()));
        Assert.Equal(1, Made(app));
    }

    [Fact]
    public async Task Kills_while_a_run_brings_its_package_leave_one_whole_version()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        await InputAsync(app, _zip);
        string id = await app.DropAsync("Jobs", "brings.job.json", Manifest(app));
        for (int pause = 50; pause <= 450; pause += 100)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, Cancel);
            await app.KillAsync();
        }

        JsonElement run = await app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(_zip.Sha256(), await app.ContentAsync(_application, "2.0"));
        Assert.Equal((await app.ReservationAsync(_application, "2.0"))!.Sha256, _zip.Sha256());
    }

    [Theory]
    [InlineData("missing", "PackageSourceNotFound")]
    [InlineData("empty", "EmptyPackage")]
    [InlineData("corrupt", "CorruptPackage")]
    [InlineData("hash", "PackageHashMismatch")]
    [InlineData("changed", "PackageVersionChanged")]
    [InlineData("elsewhere", "StorageNotConfigured")]
    public async Task What_is_wrong_with_the_zip_fails_the_run_by_its_code_and_leaves_no_version(string wrong, string code)
    {
        RunningApp app = fixture.App;
        BinaryData? zip = wrong switch
        {
            "missing" or "elsewhere" => null,
            "empty" => BinaryData.FromString(""),
            "corrupt" => BinaryData.FromBytes(_zip.ToArray()[..^30]),
            _ => _zip,
        };
        if (zip is not null)
        {
            await InputAsync(app, zip);
        }

        string before = wrong == "changed" ? Zips.Of(("a.txt", "other")).Sha256() : "";
        if (before.Length > 0)
        {
            await app.RegisterAsync(_application, "2.0", Zips.Of(("a.txt", "other")));
        }

        string manifest = wrong switch
        {
            "hash" => Manifest(app, $$""" "sha256": "{{new string('0', 64)}}", """),
            "elsewhere" => Manifest(app, source: """{ "httpUrl": "https://other.blob.core.windows.net/tools/a.zip" }"""),
            _ => Manifest(app),
        };
        JsonElement run = await EndAsync(app, manifest);
        JsonElement again = await EndAsync(app, manifest);

        Assert.All([run, again], r => Assert.Equal(("Failed", code), (r.GetProperty("status").GetString(), r.GetProperty("error").GetProperty("code").GetString())));
        Assert.Equal(before, before.Length > 0 ? await app.ContentAsync(_application, "2.0") : await app.VersionAsync(_application, "2.0") is null ? "" : "a version");
        if (wrong is not "changed")
        {
            JsonElement explained = await app.ExplainAsync(manifest);
            Assert.Equal(code, explained.GetProperty("firstFault").GetProperty("code").GetString());
            Assert.Equal("/applications/0/source", explained.GetProperty("firstFault").GetProperty("pointer").GetString());
        }
    }

    [Fact]
    public async Task Zip_that_is_too_large_is_refused_before_it_is_read()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Packages:MaxBytes", "100"));
        await InputAsync(app, _zip);
        string manifest = Manifest(app);

        JsonElement explained = await app.ExplainAsync(manifest);
        JsonElement run = await EndAsync(app, manifest);

        Assert.Equal("PackageTooLarge", explained.GetProperty("firstFault").GetProperty("code").GetString());
        Assert.Equal("PackageTooLarge", run.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Other_bytes_are_told_by_explain_when_the_manifest_has_their_hash_and_are_taken_once_the_version_is_gone()
    {
        RunningApp app = fixture.App;
        await app.RegisterAsync(_application, "2.0", Zips.Of(("a.txt", "other")));
        await InputAsync(app, _zip);
        string manifest = Manifest(app, $$""" "sha256": "{{_zip.Sha256()}}", """);

        JsonElement explained = await app.ExplainAsync(manifest);
        JsonElement refused = await EndAsync(app, Manifest(app));
        await app.Account().Package(_application, "2.0").DeleteAsync(WaitUntil.Completed, Cancel);
        JsonElement taken = await EndAsync(app, Manifest(app));

        Assert.Equal("PackageVersionChanged", explained.GetProperty("firstFault").GetProperty("code").GetString());
        Assert.Equal("PackageVersionChanged", refused.GetProperty("error").GetProperty("code").GetString());
        Assert.True(taken.GetProperty("status").GetString() == "Completed", taken.ToString());
        Assert.Equal(_zip.Sha256(), await app.ContentAsync(_application, "2.0"));
    }

    [Fact]
    public async Task Zip_of_a_further_storage_account_is_registered_by_a_run_from_there_and_by_its_url_from_elsewhere()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, [.. west.Settings]);
        west.Of(app);
        await west.Blobs("Inputs").CreateIfNotExistsAsync(cancellationToken: Cancel);
        await west.Blobs("Inputs").GetBlobClient(Zip).UploadAsync(_zip, overwrite: true, Cancel);
        string id = await west.UploadAsync("Jobs", "west.job.json", Manifest(app));
        await west.SendEventAsync("Jobs", "west.job.json");
        JsonElement home = await app.EndOfAsync(id);
        string url = west.Blobs("Inputs").GetBlobClient(Zip).Uri.AbsoluteUri;
        JsonElement byUrl = await EndAsync(app, Manifest(app, version: "3.0", source: $$"""{ "httpUrl": "{{url}}" }"""));

        Assert.True(home.GetProperty("status").GetString() == "Completed", home.ToString());
        Assert.True(byUrl.GetProperty("status").GetString() == "Completed", byUrl.ToString());
        Assert.Equal(_zip.Sha256(), await app.ContentAsync(_application, "2.0"));
        Assert.Equal(_zip.Sha256(), await app.ContentAsync(_application, "3.0"));
    }

    [Fact]
    public async Task Package_comes_to_the_account_that_a_full_one_spills_over_to()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Accounts:1:Name", RunningApp.SecondAccount), ("Autobatch:Placement:SpillAfter", "00:00:00"));
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        using HttpResponseMessage quota = await emulator.PatchAsync(
            $"_emulator/accounts/{RunningApp.Account}/quotas", new StringContent("""{"activeJobAndJobScheduleQuota": 1}""", Encoding.UTF8, "application/json"), Cancel);
        await app.Batch.CreateJobAsync("""{ "id": "foreign", "poolInfo": { "poolId": "none" } }"""u8.ToArray(), Cancel);
        await InputAsync(app, _zip);

        JsonElement run = await EndAsync(app, Manifest(app));

        Assert.Equal(("Completed", RunningApp.SecondAccount), (run.GetProperty("status").GetString(), run.GetProperty("account").GetString()));
        BatchAccount second = app.Services.GetRequiredService<BatchAccounts>().Find(RunningApp.SecondAccount);
        Assert.Equal(BatchApplicationPackageState.Active, (await PackageVersions.FindAsync(second, new PackageName(_application, "2.0"), Cancel))?.State);
    }

    [Fact]
    public async Task Zip_that_is_overwritten_before_it_is_read_fails_as_changed()
    {
        RunningApp app = fixture.App;
        await InputAsync(app, _zip);
        PackageInput input = new(
            new string('a', 32), TimeProvider.System.GetUtcNow(), RunningApp.Account, app.Container("Inputs"), Zip, "\"0x1\"", _zip.ToMemory().Length, _application, "2.0", ByManifest: true);

        FaultException changed = await Assert.ThrowsAsync<FaultException>(() => ActivatorUtilities.CreateInstance<CheckPackage>(app.Services).Run(input, new OneInvocation()));

        Assert.Equal("InputChanged", changed.Code);
    }

    private async Task InputAsync(RunningApp app, BinaryData zip) => await app.Blobs("Inputs").GetBlobClient(Zip).UploadAsync(zip, overwrite: true, Cancel);

    private static async Task<JsonElement> EndAsync(RunningApp app, string manifest) => await app.EndOfAsync(await app.StartRunAsync(manifest));

    private string Manifest(RunningApp app, string more = "", string version = "2.0", string? source = null, string? reference = null) => $$"""
        { "schemaVersion": "1.0", "id": "brings",
          "applications": [ { "applicationId": "{{_application}}", "version": "{{version}}", {{more}}
            "source": {{source ?? $$"""{ "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobName": "{{Zip}}" }"""}} } ],
          "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{{_application}}{{(reference is null ? "_" + version.Replace('.', '_') : "")}}/a.txt'",
            "applicationPackageReferences": [ {{reference ?? $$"""{ "applicationId": "{{_application}}", "version": "{{version}}" }"""}} ] } ] }
        """;

    private int Made(RunningApp app) => app.Logs.All.Count(l => l.Contains($"Package {_application} 2.0 is active", StringComparison.Ordinal));
}
