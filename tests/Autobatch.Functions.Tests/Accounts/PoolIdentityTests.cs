using System.Text.Json;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>Pools in an account that is linked by identity: those that the app makes have the identity that the link names for nodes, and what cannot have it is told before anything waits.</summary>
public sealed class PoolIdentityTests(AppFixture fixture) : IAsyncLifetime
{
    private const string Identities = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string Linux = """
        "virtualMachineConfiguration": { "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest" }, "nodeAgentSKUId": "batch.node.ubuntu 24.04" }
        """;

    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    // Emulators of several tests share one storage account, where an application's container is named after it.
    private readonly string _application = Registrations.Unique();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(fixture.Azurite, options => options with { AutoStorageByIdentity = true });
        await _app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "of the package")));
        await _app.InputAsync("in/b.txt", "of the container");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Pool_of_a_file_gets_the_identity_beside_its_own_and_loses_nothing()
    {
        string definition = $$"""
            { "displayName": "Mine", "vmSize": "standard_d2s_v3", {{Linux}}, "taskSlotsPerNode": 2, "targetDedicatedNodes": 1, "resizeTimeout": "PT10M", "enableInterNodeCommunication": true,
              "taskSchedulingPolicy": { "nodeFillType": "Pack" }, "metadata": [ { "name": "a", "value": "b" } ], "resourceTags": { "team": "c" },
              "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1" } ],
              "startTask": { "commandLine": "/bin/sh -c 'cat f/in/b.txt'", "maxTaskRetryCount": 1, "waitForSuccess": true, "userIdentity": { "autoUser": { "scope": "pool", "elevationLevel": "admin" } },
                "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "in/", "filePath": "f" } ], "environmentSettings": [ { "name": "X", "value": "1" } ] },
              "identity": { "type": "UserAssigned", "userAssignedIdentities": [ { "resourceId": "{{Identities}}/mine" } ] } }
            """;
        await _app.UploadAsync("Pools", "own.pool.json", BinaryData.FromString(definition));

        Assert.True((await _app.ExplainAsync(Manifest("own"))).GetProperty("ok").GetBoolean());
        await RunsAsync(Manifest("own"));

        JsonElement made = await PoolAsync("own");
        Assert.Equal([$"{Identities}/mine", $"{Identities}/nodes"], IdentitiesOf(made));
        foreach (JsonProperty property in JsonElement.Parse(definition).EnumerateObject().Where(p => p.Name is not ("identity" or "applicationPackageReferences" or "startTask")))
        {
            Assert.True(JsonElement.DeepEquals(property.Value, made.GetProperty(property.Name)) || property.Name is "virtualMachineConfiguration" or "taskSchedulingPolicy", $"{property.Name}: {made}");
        }

        JsonElement machine = made.GetProperty("virtualMachineConfiguration");
        Assert.Equal(("batch.node.ubuntu 24.04", "server"), (machine.GetProperty("nodeAgentSKUId").GetString(), machine.GetProperty("imageReference").GetProperty("sku").GetString()));
        Assert.Equal("pack", made.GetProperty("taskSchedulingPolicy").GetProperty("nodeFillType").GetString(), ignoreCase: true);
        Assert.EndsWith($"/applications/{_application}", made.GetProperty("applicationPackageReferences")[0].GetProperty("applicationId").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("admin", made.GetProperty("startTask").GetProperty("userIdentity").GetProperty("autoUser").GetProperty("elevationLevel").GetString(), ignoreCase: true);
    }

    [Fact]
    public async Task Default_pool_gets_the_identity()
    {
        await RunsAsync(Manifest(null));

        Assert.Equal([$"{Identities}/nodes"], IdentitiesOf(await PoolAsync("default")));
        JsonElement doctor = await _app.GetAsync($"api/accounts/{RunningApp.Account}/doctor");
        Assert.Equal("ok", Check(doctor).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Pool_that_is_there_without_the_identity_takes_only_runs_that_need_none()
    {
        await _app.Batch.CreatePoolAsync(JsonSerializer.SerializeToUtf8Bytes(new { id = "bare", vmSize = "a", targetDedicatedNodes = 1 }), s_cancel);
        string files = Manifest("bare", $$""" "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "in/" } ] """);

        foreach (string manifest in (string[])[Manifest("bare"), files])
        {
            await RefusedAsync(manifest, "PoolIdentityMissing", $"{Identities}/nodes");
        }

        JsonElement ended = await _app.EndOfAsync(await _app.DropAsync("Jobs", "neither.job.json", Manifest("bare", """ "displayName": "neither" """)));
        Assert.True(ended.GetProperty("status").GetString() == "Completed", ended.ToString());
        JsonElement check = Check(await _app.GetAsync($"api/accounts/{RunningApp.Account}/doctor"));
        Assert.Equal("warning", check.GetProperty("state").GetString());
        Assert.Contains("'bare'", check.GetProperty("line").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_pool_gets_files_by_a_url_and_no_packages()
    {
        const string pool = """{ "autoPoolSpecification": { "poolLifetimeOption": "job", "pool": { "vmSize": "a", "targetDedicatedNodes": 1 } } }""";
        await RefusedAsync(Manifest(null).Replace("\"tasks\"", $"\"poolInfo\": {pool}, \"tasks\"", StringComparison.Ordinal), "PackagesUnavailable", "Name a pool (poolInfo.poolId)");

        string id = await _app.DropAsync("Jobs", "auto.job.json", $$"""
            { "schemaVersion": "1.0", "id": "auto", "poolInfo": {{pool}}, "tasks": [ { "id": "t", "commandLine": "/bin/cat f/in/b.txt",
              "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "in/", "filePath": "f" } ] } ] }
            """);
        JsonElement run = await _app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal("of the container", await _app.StdoutAsync(id, "t"));
    }

    [Theory]
    [InlineData(""" "targetNodeCommunicationMode": "simplified" """, "PoolPropertyUnsupported", "'targetNodeCommunicationMode'")]
    [InlineData(""" "identity": { "type": "SystemAssigned" } """, "PoolPropertyUnsupported", "'identity/type'")]
    [InlineData(""" "taskSlotsPerNode": 1000 """, "InvalidPoolDefinition", "taskSlotsPerNode")]
    public async Task Definition_that_does_not_fit_is_refused_by_name_and_no_pool_is_made(string property, string code, string named)
    {
        await _app.UploadAsync("Pools", "odd.pool.json", BinaryData.FromString($$"""{ "vmSize": "a", "targetDedicatedNodes": 1, {{property}} }"""));

        await RefusedAsync(Manifest("odd"), code, named, explained: code != "InvalidPoolDefinition");

        Assert.Null(await _app.Batch.GetPoolIfExistsAsync("odd", "id", s_cancel));
    }

    [Fact]
    public async Task No_pool_is_made_while_nobody_tells_whether_its_nodes_need_an_identity()
    {
        AccountFacts facts = _app.Services.GetRequiredService<AccountFacts>();
        await _app.FailAsync(RunningApp.Account, "serverError", "BatchAccount_Get");
        facts.Forget(RunningApp.Account);
        string id = await _app.DropAsync("Jobs", "silent.job.json", Manifest(null));

        await _app.WaitingAsync(id, WaitingReason.ServiceUnavailable);
        Assert.Null(await _app.Batch.GetPoolIfExistsAsync("default", "id", s_cancel));

        await _app.MendAsync();
        facts.Forget(RunningApp.Account);
        JsonElement run = await _app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal([$"{Identities}/nodes"], IdentitiesOf(await PoolAsync("default")));
    }

    [Fact]
    public async Task App_that_may_not_give_the_identity_says_so()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:ResourceManager:DevelopmentToken", "somebody-elses"));
        await app.UploadAsync("Pools", "own.pool.json", BinaryData.FromString(
            $$"""{ "vmSize": "a", "targetDedicatedNodes": 1, "identity": { "type": "UserAssigned", "userAssignedIdentities": { "{{Identities}}/mine": {} } } }"""));

        JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", "denied.job.json", Manifest("own", """ "displayName": "x" """)));

        Assert.Equal(("Failed", "PoolIdentityDenied"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("401", run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null(await app.Batch.GetPoolIfExistsAsync("own", "id", s_cancel));
    }

    [Fact]
    public async Task Definition_that_wants_no_identity_makes_a_pool_without_one()
    {
        RunningApp app = fixture.App;
        await app.UploadAsync("Pools", "none.pool.json", BinaryData.FromString("""{ "vmSize": "a", "targetDedicatedNodes": 1, "identity": { "type": "None" } }"""));

        JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", "none.job.json", Manifest("none", """ "displayName": "x" """)));

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.NotNull(await app.Batch.GetPoolIfExistsAsync("none", "id", s_cancel));
    }

    [Fact]
    public async Task Tasks_read_and_write_a_container_that_a_pool_mounts_by_its_identity()
    {
        RunningApp app = fixture.App;
        BlobContainerClient container = await fixture.Azurite.CreateContainerAsync(cancellationToken: s_cancel);
        await container.GetBlobClient("in/words").UploadAsync(BinaryData.FromString("b\na\n"), s_cancel);
        await app.UploadAsync("Pools", "mounting.pool.json", BinaryData.FromString($$"""
            { "vmSize": "standard_d2s_v3", {{Linux}}, "targetDedicatedNodes": 1, "identity": { "type": "UserAssigned", "userAssignedIdentities": { "{{Identities}}/mine": {} } },
              "mountConfiguration": [ { "azureBlobFileSystemConfiguration": { "accountName": "{{container.AccountName}}", "containerName": "{{container.Name}}",
                "identityReference": { "resourceId": "{{Identities}}/mine" }, "relativeMountPath": "data" } } ] }
            """));

        string id = await app.DropAsync("Jobs", "mounting.job.json", """
            { "schemaVersion": "1.0", "id": "mounting", "poolInfo": { "poolId": "mounting" }, "tasks": [
              { "id": "a", "commandLine": "/bin/sh -c 'cd $AZ_BATCH_NODE_MOUNTS_DIR/data && mkdir out && sort in/words > out/sorted'" },
              { "id": "b", "commandLine": "/bin/sh -c 'cat $AZ_BATCH_NODE_MOUNTS_DIR/data/out/sorted'", "dependsOn": { "taskIds": [ "a" ] } } ] }
            """);
        JsonElement run = await app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal("a\nb\n", await app.StdoutAsync(id, "b"));
        Assert.Equal("a\nb\n", (await container.GetBlobClient("out/sorted").DownloadContentAsync(s_cancel)).Value.Content.ToString());
    }

    private async Task RunsAsync(string manifest)
    {
        string id = await _app.DropAsync("Jobs", $"{Guid.NewGuid():n}.job.json", manifest);
        JsonElement run = await _app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal("of the packageof the container", await _app.StdoutAsync(id, "t"));
    }

    private async Task RefusedAsync(string manifest, string code, string reason, bool explained = true)
    {
        if (explained)
        {
            JsonElement fault = (await _app.ExplainAsync(manifest)).GetProperty("faults").EnumerateArray().Single(f => f.GetProperty("code").GetString() == code);
            Assert.Contains(reason, fault.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        JsonElement run = await _app.EndOfAsync(await _app.DropAsync("Jobs", $"{Guid.NewGuid():n}.job.json", manifest));
        Assert.Equal(("Failed", code), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains(reason, run.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // What the task has instead of a package and a container, when something is given.
    private string Manifest(string? pool, string? task = null) => $$"""
        { "schemaVersion": "1.0", "id": "identity", {{(pool is null ? "" : $"\"poolInfo\": {{ \"poolId\": \"{pool}\" }},")}}
          "tasks": [ { "id": "t", "commandLine": "{{(task is null ? $"/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_{_application}_1/a.txt f/in/b.txt'" : "/bin/true")}}",
            {{task ?? $$"""
            "applicationPackageReferences": [ { "applicationId": "{{_application}}", "version": "1" } ],
            "resourceFiles": [ { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "in/", "filePath": "f" } ]
            """}} } ] }
        """;

    private async Task<JsonElement> PoolAsync(string id) => JsonElement.Parse((await _app.Batch.GetPoolJsonAsync(id, cancellationToken: s_cancel)).ToMemory().Span);

    private static IEnumerable<string?> IdentitiesOf(JsonElement pool) =>
        pool.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateArray().Select(i => i.GetProperty("resourceId").GetString());

    private static JsonElement Check(JsonElement doctor) => doctor.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "pools");
}
