using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Emulator;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Accounts;
using Autobatch.Functions.Tests.Retention;
using Autobatch.Functions.Tests.Support;
using Autobatch.Packages.Fallback;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Packages;

/// <summary>Accounts whose storage gives nodes no packages: tasks get them as resource files, and what cannot be had is refused first.</summary>
public sealed class PackageFallbackTests(AppFixture fixture)
{
    private const string Linux = """
        "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } }
        """;

    private readonly string _application = Registrations.Unique();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tree")]
    [InlineData("walled")]
    public async Task Tasks_get_the_dropped_zip_as_a_resource_file_and_find_it_where_nodes_put_packages(string storage)
    {
        await using RunningApp app = await StartAsync(storage);
        await app.UploadAsync("Packages", $"{_application}/1.0.zip", Zips.Of(("a.txt", "packed"), ("sub/b.txt", "below")));
        string manifest = Manifest("", $$"""
            { "id": "a", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{{_application}}_1_0/a.txt; echo own > own.txt'",
              "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1.0" } ],
              "outputFiles": [ { "filePattern": "**/*.txt", "destination": { "autoStorage": { "path": "{run.id}/all" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] },
            { "id": "b", "commandLine": "/bin/echo plain" }
            """);

        JsonElement explained = await app.ExplainAsync(manifest);
        string id = await app.DropAsync("Jobs", "fallback.job.json", manifest);
        JsonElement run = await app.EndOfAsync(id);

        Assert.True(explained.GetProperty("ok").GetBoolean(), explained.GetProperty("faults").ToString());
        Assert.Equal("resourceFile", explained.GetProperty("packages")[0].GetProperty("state").GetString());
        Assert.StartsWith("/bin/sh .autobatch/", explained.GetProperty("bodies").GetProperty("firstTask").GetProperty("commandLine").GetString(), StringComparison.Ordinal);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(("packed", "plain"), (await app.StdoutAsync(id, "a"), (await app.StdoutAsync(id, "b")).Trim()));
        Assert.Equal([$"{id}/all/own.txt"], await NamesAsync(app, $"{id}/all"));
        Assert.Null(await PackageVersions.FindApplicationAsync(app.Account(), _application, Cancel));
    }

    [Fact]
    public async Task Zip_of_a_source_comes_as_a_file_to_every_task_of_a_factory_whatever_is_killed_meanwhile()
    {
        await using RunningApp app = await StartAsync("walled");
        BinaryData zip = Zips.Of(("a.txt", "from the source"));
        await app.Blobs("Inputs").GetBlobClient("tools/t.zip").UploadAsync(zip, overwrite: true, Cancel);
        string manifest = Factory(app, zip.Sha256());
        string id = await app.DropAsync("Jobs", "source.job.json", manifest);
        for (int pause = 100; pause <= 300; pause += 100)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, Cancel);
            await app.KillAsync();
        }

        JsonElement run = await app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal(["from the source 0", "from the source 1", "from the source 2", "from the source merged"], [
            (await app.StdoutAsync(id, "0")).Trim(), (await app.StdoutAsync(id, "1")).Trim(), (await app.StdoutAsync(id, "2")).Trim(), (await app.StdoutAsync(id, "merge")).Trim()]);
        Assert.Equal("1.0", run.GetProperty("packages")[0].GetProperty("version").GetString());
        Assert.True(await IsStagedAsync(app, zip.Sha256()));
        JsonElement wrong = await app.EndOfAsync(await app.DropAsync("Jobs", "wrong.job.json", Factory(app, new string('0', 64))));
        Assert.Equal("PackageHashMismatch", wrong.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Zip_and_script_stay_while_an_open_run_gets_them_as_files()
    {
        await using RunningApp app = await StartAsync("walled");
        using Gatepost post = new();
        BinaryData zip = Zips.Of(("a.txt", "packed"));
        await app.UploadAsync("Packages", $"{_application}/1.0.zip", zip);
        string id = await app.DropAsync("Jobs", "open.job.json", Manifest("", $$"""
            { "id": "a", "commandLine": "{{post.Command}}", "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1.0" } ] }
            """));
        await app.RunningAsync(id, 1);

        await app.SweepAsync(TimeSpan.FromDays(31));
        Assert.Equal((true, true), (await IsStagedAsync(app, zip.Sha256()), await IsStagedAsync(app, PackageRunner.ScriptName)));

        post.Open();
        Assert.Equal("Completed", (await app.EndOfAsync(id)).GetProperty("status").GetString());
        await app.SweepAsync(TimeSpan.FromDays(31));
        Assert.Equal((false, false), (await IsStagedAsync(app, zip.Sha256()), await IsStagedAsync(app, PackageRunner.ScriptName)));
    }

    [Fact]
    public async Task Same_manifest_has_its_package_of_batch_where_storage_gives_it_and_is_told_when_there_is_no_zip()
    {
        string manifest = Manifest("", $$"""
            { "id": "a", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{{_application}}_1_0/a.txt'", "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1.0" } ] }
            """);
        await fixture.App.RegisterAsync(_application, "1.0", Zips.Of(("a.txt", "of Batch")));
        string id = await fixture.App.DropAsync("Jobs", $"{_application}.job.json", manifest);
        JsonElement run = await fixture.App.EndOfAsync(id);
        await using RunningApp walled = await StartAsync("walled");
        JsonElement missing = await walled.EndOfAsync(await walled.DropAsync("Jobs", "missing.job.json", manifest));

        Assert.Equal(("Completed", "of Batch"), (run.GetProperty("status").GetString(), await fixture.App.StdoutAsync(id, "a")));
        Assert.Equal("PackageNotFound", missing.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Pool_of_windows_nodes_and_pools_with_mounts_are_refused_before_they_are_made()
    {
        await using RunningApp app = await StartAsync("walled");
        await app.UploadAsync("Packages", $"{_application}/1.0.zip", Zips.Of(("a.txt", "packed")));
        await app.UploadAsync("Pools", "win.pool.json", BinaryData.FromString("""
            { "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1,
              "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.windows amd64", "imageReference": { "publisher": "microsoftwindowsserver", "offer": "windowsserver", "sku": "2022-datacenter" } } }
            """));
        const string mounts = """
            "mountConfiguration": [ { "azureBlobFileSystemConfiguration": { "accountName": "walled", "containerName": "c", "relativeMountPath": "m" } } ]
            """;
        await app.UploadAsync("Pools", "mounts.pool.json", BinaryData.FromString($$"""{ "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1, {{Linux}}, {{mounts}} }"""));
        string task = $$"""{ "id": "a", "commandLine": "/bin/true", "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1.0" } ] }""";
        (string Manifest, string Code, string Reason)[] refused =
        [
            (Manifest(""" "poolInfo": { "poolId": "win" }, """, task), "PackageFallbackUnavailable", "Windows"),
            ("""{ "schemaVersion": "1.0", "id": "m", "poolInfo": { "poolId": "mounts" }, "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }""", "MountsUnavailable", "firewall"),
            ($$"""
                { "schemaVersion": "1.0", "id": "m", "poolInfo": { "autoPoolSpecification": { "poolLifetimeOption": "job", "pool": { "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1, {{Linux}}, {{mounts}} } } },
                  "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
                """, "MountsUnavailable", "firewall"),
        ];

        foreach ((string manifest, string code, string reason) in refused)
        {
            JsonElement fault = (await app.ExplainAsync(manifest)).GetProperty("faults").EnumerateArray().Single(f => f.GetProperty("code").GetString() == code);
            JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", $"{Guid.NewGuid():n}.job.json", manifest));

            Assert.Contains(reason, fault.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal(("Failed", code), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
            Assert.Contains(reason, run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        BatchDataClient batch = app.Account().Data;
        Assert.Null(await batch.GetPoolIfExistsAsync("win", "id", Cancel));
        Assert.Null(await batch.GetPoolIfExistsAsync("mounts", "id", Cancel));
    }

    private Task<RunningApp> StartAsync(string storage) => RunningApp.StartAsync(fixture.Azurite, o => Linked(AccountFixture.WithAccounts(o), storage), AccountFixture.Settings());

    // The linked storage account is not the runs' home: what keeps nodes out of the one leaves the other open.
    private EmulatorOptions Linked(EmulatorOptions options, string storage) => options with
    {
        Accounts = [.. options.Accounts.Select(a => a with { StorageAccount = storage })],
        StorageAccounts = [.. options.StorageAccounts.Select(s => s.Name == storage ? s with { ConnectionString = fixture.Azurite.ConnectionStringOf($"st{storage}") } : s)],
    };

    private static async Task<bool> IsStagedAsync(RunningApp app, string name) => await app.Blobs("Staged").GetBlobClient(name).ExistsAsync(Cancel);

    private static async Task<List<string>> NamesAsync(RunningApp app, string prefix)
    {
        List<string> names = [];
        await foreach (BlobItem blob in app.Blobs("Outputs").GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, Cancel))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private string Manifest(string more, string tasks) => $$"""
        { "schemaVersion": "1.0", "id": "fallback", {{more}} "applications": [ { "applicationId": "{{_application}}", "version": "1.0", "fallback": "resourceFiles" } ], "tasks": [ {{tasks}} ] }
        """;

    private string Factory(RunningApp app, string sha256)
    {
        string reference = $$""" "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1.0" } ] """;
        string command = $"echo $(cat $AZ_BATCH_APP_PACKAGE_{_application}_1_0/a.txt)";
        return $$"""
            { "schemaVersion": "1.0", "id": "source",
              "applications": [ { "applicationId": "{{_application}}", "version": "1.0", "fallback": "resourceFiles", "sha256": "{{sha256}}",
                "source": { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobName": "tools/t.zip" } } ],
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 0, "end": 2 } ],
                "repeatTask": { "commandLine": "/bin/sh -c '{{command}} {0}'", {{reference}} },
                "mergeTask": { "commandLine": "/bin/sh -c '{{command}} merged'", {{reference}} } } }
            """;
    }
}
