using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Costs;
using Autobatch.Functions.Explaining;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Tests.Support;
using Autobatch.Manifests;
using Autobatch.Planning;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Api;

public sealed class ExplainTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task A_sound_manifest_is_told_without_doing_any_of_it()
    {
        string id = $"explained-{Guid.NewGuid():n}"[..30];
        await _app.InputAsync($"{id}/a.txt", "a");
        await _app.InputAsync($"{id}/b.txt", "b");
        await _app.Blobs("Pools").GetBlobClient($"{id}.pool.json").UploadAsync(
            BinaryData.FromString("""{ "vmSize": "standard_d2s_v3", "taskSlotsPerNode": 3, "targetDedicatedNodes": 1 }"""), TestContext.Current.CancellationToken);
        JsonElement told = await ExplainAsync($$"""
            { "schemaVersion": "1.0", "id": "{{id}}", "poolInfo": { "poolId": "{{id}}" },
              "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "{{id}}/" },
                "repeatTask": { "commandLine": "/bin/cat {fileName}", "requiredSlots": 2, "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ],
                  "outputFiles": [ { "filePattern": "*.x", "destination": { "autoStorage": { "containerName": "{{id}}" } }, "uploadOptions": { "uploadCondition": "taskSuccess" } } ] },
                "mergeTask": { "commandLine": "/bin/true" } } }
            """);

        Assert.True(told.GetProperty("ok").GetBoolean(), told.ToString());
        Assert.Equal((3, 1, 1), (told.GetProperty("tasks").GetInt32(), told.GetProperty("chunks").GetInt32(), told.GetProperty("windows").GetInt32()));
        Assert.Equal(2, told.GetProperty("files").GetProperty("matched").GetInt32());
        JsonElement pool = told.GetProperty("pool");
        Assert.Equal(("defined", 3, true), (pool.GetProperty("state").GetString(), pool.GetProperty("taskSlotsPerNode").GetInt32(), pool.GetProperty("fits").GetBoolean()));
        Assert.True(told.GetProperty("quota").GetProperty("hasRoom").GetBoolean());
        Assert.Equal("/bin/cat a.txt", told.GetProperty("bodies").GetProperty("firstTask").GetProperty("commandLine").GetString());
        Assert.Equal("merge", told.GetProperty("bodies").GetProperty("mergeTask").GetProperty("id").GetString());
        Assert.True(told.GetProperty("sizes").GetProperty("taskBytes").GetProperty("fits").GetBoolean());
        Assert.DoesNotContain("sig=", told.GetRawText(), StringComparison.Ordinal);
        await NothingWasMadeAsync(id);
    }

    [Fact]
    public async Task Everything_that_stands_against_a_run_is_told_at_once_with_its_mend()
    {
        string nowhere = $"nowhere-{Guid.NewGuid():n}"[..20];
        JsonElement told = await ExplainAsync($$"""
            { "schemaVersion": "1.0", "id": "wrong", "poolInfo": { "poolId": "{{nowhere}}" }, "applications": [ { "applicationId": "{{nowhere.Replace('-', '_')}}", "version": "9" } ],
              "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "{{nowhere}}/" },
                "repeatTask": { "commandLine": "x", "constraints": { "maxWallClockTime": "P8D" }, "resourceFiles": [ { "autoStorageContainerName": "{{nowhere}}" } ] } } }
            """);

        Assert.False(told.GetProperty("ok").GetBoolean());
        string[] codes = [.. told.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)];
        Assert.Superset(new HashSet<string>(["RunsTooLong", "ContainerNotFound", "NoMatchingFiles", "PoolNotDefined"]), new HashSet<string>(codes));
        Assert.Equal(codes[0], told.GetProperty("firstFault").GetProperty("code").GetString());
        Assert.All(told.GetProperty("faults").EnumerateArray(), f => Assert.NotEmpty(f.GetProperty("mend").GetString()!));
        Assert.NotEqual("active", told.GetProperty("packages")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Files_with_the_same_output_are_a_fault_at_its_place_and_the_rest_is_explained()
    {
        string id = $"collide-{Guid.NewGuid():n}"[..30];
        await _app.InputAsync($"{id}/a/x.mkv", "a");
        await _app.InputAsync($"{id}/b/x.mkv", "b");
        JsonElement told = await ExplainAsync($$"""
            { "schemaVersion": "1.0", "id": "x",
              "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "{{_app.Container("Inputs")}}", "blobPrefix": "{{id}}/" },
                "repeatTask": { "commandLine": "x", "outputFiles": [
                  { "filePattern": "o", "destination": { "autoStorage": { "path": "out/{fileName}" } }, "uploadOptions": { "uploadCondition": "taskSuccess" } } ] } } }
            """);

        JsonElement fault = Assert.Single(told.GetProperty("faults").EnumerateArray());
        Assert.Equal(
            ("OutputsCollide", "/taskFactory/repeatTask/outputFiles/0", 4),
            (fault.GetProperty("code").GetString(), fault.GetProperty("pointer").GetString(), fault.GetProperty("line").GetInt32()));
        Assert.Contains($"'{id}/a/x.mkv' and '{id}/b/x.mkv'", fault.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, false), (told.GetProperty("tasks").GetInt32(), told.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task Faults_of_the_manifest_have_their_pointers_and_places()
    {
        JsonElement told = await ExplainAsync("{ \"schemaVersion\": \"1.0\", \"id\": \"x\",\n  \"tasks\": [ { \"id\": \"a\", \"comandLine\": \"x\", \"commandLine\": \"y\" } ] }");

        JsonElement fault = told.GetProperty("firstFault");
        Assert.Equal(
            ("UnknownProperty", "/tasks/0/comandLine", 2, "commandLine"),
            (fault.GetProperty("code").GetString(), fault.GetProperty("pointer").GetString(), fault.GetProperty("line").GetInt32(), fault.GetProperty("suggestion").GetString()));
    }

    [Fact]
    public async Task Pool_that_is_too_small_is_told()
    {
        JsonElement told = await ExplainAsync("""{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a", "commandLine": "x", "requiredSlots": 200 } ] }""");

        Assert.Equal(["PoolTooSmall"], told.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Without_a_price_table_the_cost_is_null_and_says_why()
    {
        JsonElement cost = (await ExplainAsync(TestManifests.Commands("x", "/bin/true"))).GetProperty("cost");

        Assert.False(cost.TryGetProperty("atMost", out JsonElement most) && most.ValueKind != JsonValueKind.Null);
        Assert.Contains("Autobatch:Prices", cost.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_is_estimated_for_the_pool_that_a_run_would_use()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Prices:Json", """{ "currency": "EUR", "vmSizes": { "standard_d2s_v3": { "dedicated": 1 } } }"""));
        using StringContent manifest = new(
            """{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a", "commandLine": "x", "requiredSlots": 2, "constraints": { "maxWallClockTime": "PT3H" } } ] }""",
            Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await app.Http.PostAsync("api/explain", manifest, TestContext.Current.CancellationToken);
        JsonElement told = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal((0.5m, 1.5m), (told.GetProperty("cost").GetProperty("perTaskHour").GetDecimal(), told.GetProperty("cost").GetProperty("atMost").GetDecimal()));
        Assert.Equal("standard_d2s_v3", told.GetProperty("pool").GetProperty("vmSize").GetString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("standard_d2s_v3", "\"targetDedicatedNodes\": 1", "PT30M", 0.5, 500.0, null)]
    [InlineData("Standard_D2s_v3", "\"targetLowPriorityNodes\": 1", "PT30M", 0.125, 125.0, null)]
    [InlineData("standard_d2s_v3", "\"targetDedicatedNodes\": 1", null, 0.5, null, "maxWallClockTime")]
    [InlineData("standard_a1_v2", "\"targetDedicatedNodes\": 1", "PT30M", null, null, "'standard_a1_v2'")]
    public void Cost_of_a_sweep_is_estimated_from_the_price_table_before_anything_runs(
        string vmSize, string nodes, string? longest, double? taskHour, double? most, string? reason)
    {
        PriceTable prices = PriceTableReader.Read("""{ "currency": "EUR", "vmSizes": { "standard_d2s_v3": { "dedicated": 1, "lowPriority": 0.25 } } }"""u8.ToArray());
        RunPlan plan = RunPlanner.Plan(
            ManifestReader.Read(Encoding.UTF8.GetBytes($$"""
                { "schemaVersion": "1.0", "id": "x",
                  "poolInfo": { "autoPoolSpecification": { "poolLifetimeOption": "job", "pool": { "vmSize": "{{vmSize}}", "taskSlotsPerNode": 4, {{nodes}} } } },
                  "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": 2000 } ],
                    "repeatTask": { "commandLine": "/bin/echo {0}", "requiredSlots": 2 {{(longest is null ? "" : $$""", "constraints": { "maxWallClockTime": "{{longest}}" }""")}} } } }
                """)).Manifest!,
            new RunContext { RunId = new string('0', 32) }).Plan!;

        ExplainedCost cost = ExplainCost.Of(prices, plan, plan.TaskCount(0), PoolNodes.Of(plan.AutoPool!.Value));

        Assert.Equal(("EUR", (decimal?)taskHour, (decimal?)most), (cost.Currency, cost.PerTaskHour, cost.AtMost));
        Assert.Equal(reason is null, cost.Reason is null);
        Assert.Contains(reason ?? "", cost.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_that_names_its_blob_is_explained_as_dropped()
    {
        const string manifest = """{ "schemaVersion": "1.0", "id": "x", "tasks": [ { "id": "a", "commandLine": "/bin/echo {trigger.name}" } ] }""";
        JsonElement posted = await ExplainAsync(manifest);
        JsonElement dropped = await ExplainAsync(manifest, "?blobName=day/x.job.json");

        Assert.Equal("PlaceholderNotAvailable", posted.GetProperty("firstFault").GetProperty("code").GetString());
        Assert.Equal("/bin/echo day/x.job.json", dropped.GetProperty("bodies").GetProperty("firstTask").GetProperty("commandLine").GetString());
    }

    [Fact]
    public async Task Values_of_parameters_count_and_a_large_sweep_is_told_from_bounds()
    {
        JsonElement told = await ExplainAsync(
            """
            { "schemaVersion": "1.0", "id": "x", "parameters": { "n": { "type": "integer" } },
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": "{parameters.n}" } ], "repeatTask": { "commandLine": "/bin/echo {0}" } } }
            """,
            "?parameters.n=100000");

        Assert.Equal((100_000, 1_000, 50), (told.GetProperty("tasks").GetInt32(), told.GetProperty("chunks").GetInt32(), told.GetProperty("windows").GetInt32()));
        Assert.Equal("/bin/echo 100000", told.GetProperty("bodies").GetProperty("lastTask").GetProperty("commandLine").GetString());
    }

    private async Task NothingWasMadeAsync(string id)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Assert.False(await _app.Storage.GetBlobContainerClient(id).ExistsAsync(cancel));
        Autobatch.Functions.Accounts.BatchAccounts accounts = (Autobatch.Functions.Accounts.BatchAccounts)_app.Services.GetService(typeof(Autobatch.Functions.Accounts.BatchAccounts))!;
        Assert.Null(await accounts.First.Data.GetPoolIfExistsAsync(id, cancellationToken: cancel));
        Assert.Null(await accounts.First.Data.GetJobIfExistsAsync($"{id}-000000000000", cancellationToken: cancel));
        JsonElement runs = await _app.GetAsync("api/runs?top=100");
        Assert.DoesNotContain(runs.GetProperty("runs").EnumerateArray(), r => r.GetProperty("id").GetString() == new string('0', 32));
        await foreach (BlobItem blob in _app.Blobs("Results").GetBlobsAsync(new GetBlobsOptions { Prefix = new string('0', 32) }, cancel))
        {
            Assert.Fail(blob.Name);
        }
    }

    private async Task<JsonElement> ExplainAsync(string manifest, string query = "")
    {
        using StringContent content = new(manifest, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _app.Http.PostAsync("api/explain" + query, content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }
}
