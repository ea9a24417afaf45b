using System.Text.Json;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Runs.Collecting;

public sealed class ResultTests(AppFixture fixture)
{
    private const string Prices = """{ "currency": "EUR", "vmSizes": { "standard_d2s_v3": { "dedicated": 3600, "lowPriority": 1 } } }""";
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Result_says_where_and_when_each_task_ran_and_what_it_left()
    {
        JsonElement result = await ResultAsync(_app, "whole", TestManifests.Commands("whole", "/bin/echo one", "/bin/echo two"));

        Assert.Equal((RunningApp.Account, "local1", "default", "standard_d2s_v3"), (Text(result, "account"), Text(result, "region"), Text(result, "poolId"), Text(result, "vmSize")));
        Assert.Equal(4, result.GetProperty("taskSlotsPerNode").GetInt32());
        Assert.True(result.GetProperty("triggeredAt").GetDateTimeOffset() <= result.GetProperty("createdAt").GetDateTimeOffset());
        Assert.True(result.GetProperty("lastTaskEndedAt").GetDateTimeOffset() <= result.GetProperty("noticedAt").GetDateTimeOffset());
        Assert.True(result.GetProperty("noticeLagSeconds").GetDouble() >= 0);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("cost").ValueKind);
        Assert.Empty(result.GetProperty("warnings").EnumerateArray());
        foreach (JsonElement task in result.GetProperty("tasks").EnumerateArray())
        {
            Assert.Equal("default", Text(task, "poolId"));
            Assert.StartsWith("tvm", Text(task, "nodeId"), StringComparison.Ordinal);
            JsonElement phases = task.GetProperty("phases");
            Assert.All((string[])["trigger", "queue", "node", "upload", "notice"], name => Assert.True(phases.GetProperty(name).GetDouble() >= 0, name));
            Assert.All((string[])["stage", "run"], name => Assert.Equal(JsonValueKind.Null, phases.GetProperty(name).ValueKind));
            JsonElement output = task.GetProperty("outputs").EnumerateArray().Single(o => Text(o, "name").EndsWith("/stdout.txt", StringComparison.Ordinal));
            BlobProperties blob = await _app.Storage.GetBlobContainerClient(Text(output, "container")).GetBlobClient(Text(output, "name"))
                .GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal((blob.ContentLength, blob.ETag.ToString().Trim('"')), (output.GetProperty("size").GetInt64(), Text(output, "etag")));
            Assert.Equal(Convert.ToBase64String(blob.ContentHash), Text(output, "md5"));
        }

        Assert.Equal(2, result.GetProperty("phases").GetProperty("node").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Outputs_json_of_a_task_becomes_its_custom_output_and_a_bad_one_fails_no_run()
    {
        const string upload = """
            "outputFiles": [ { "filePattern": "outputs.json", "destination": { "autoStorage": { "path": "{run.id}/{task.id}/" } },
                               "uploadOptions": { "uploadCondition": "taskcompletion" } } ]
            """;
        JsonElement result = await ResultAsync(_app, "custom", $$"""
            { "schemaVersion": "1.0", "id": "custom",
              "tasks": [
                { "id": "good", "commandLine": "/bin/sh -c 'echo \"{ \\\"rows\\\" : 12.50 }\" > outputs.json'", {{upload}} },
                { "id": "bad", "commandLine": "/bin/sh -c 'echo not json > outputs.json'", {{upload}} },
                { "id": "long", "commandLine": "/bin/sh -c '(printf [; head -c 70000 /dev/zero | tr \"\\\\0\" 1; printf ]) > outputs.json'", {{upload}} },
                { "id": "huge", "commandLine": "/bin/sh -c 'head -c 2100000 /dev/zero > outputs.json'", {{upload}} },
                { "id": "none", "commandLine": "/bin/true" } ] }
            """);

        Dictionary<string, JsonElement> tasks = result.GetProperty("tasks").EnumerateArray().ToDictionary(t => Text(t, "id"));
        Assert.Equal("""{"rows":12.50}""", tasks["good"].GetProperty("customOutput").GetRawText());
        Assert.Contains("no JSON", Text(tasks["bad"], "customOutputError"), StringComparison.Ordinal);
        Assert.EndsWith("/long/outputs.json", Text(tasks["long"], "customOutputLink"), StringComparison.Ordinal);
        Assert.Contains("2100000 bytes", Text(tasks["huge"], "customOutputError"), StringComparison.Ordinal);
        Assert.DoesNotContain("customOutput", tasks["none"].GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Completed", Text(result, "status"));
    }

    [Fact]
    public async Task Cost_follows_from_the_price_table_and_standard_streams_can_be_left_out()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Prices:Json", Prices), ("Autobatch:Runs:KeepStandardStreams", "false"));

        JsonElement result = await ResultAsync(app, "cost", """
            { "schemaVersion": "1.0", "id": "cost",
              "tasks": [ { "id": "t", "commandLine": "/bin/sleep 0.2", "requiredSlots": 2, "constraints": { "maxWallClockTime": "PT1M" } } ] }
            """);

        // 3600 an hour is 1 a second; two of the node's four slots are half of that.
        JsonElement cost = result.GetProperty("cost");
        double node = result.GetProperty("totals").GetProperty("nodeSeconds").GetDouble();
        Assert.Equal("EUR", Text(cost, "currency"));
        Assert.Equal(node / 2, cost.GetProperty("actual").GetDouble(), 0.001);
        JsonElement estimated = cost.GetProperty("estimated");
        Assert.Equal((1800m, 30m), (estimated.GetProperty("perTaskHour").GetDecimal(), estimated.GetProperty("atMost").GetDecimal()));
        Assert.Empty(result.GetProperty("tasks")[0].GetProperty("outputs").EnumerateArray());
        JsonElement pool = (await app.GetAsync("api/pools")).GetProperty("pools").EnumerateArray().Single(p => Text(p, "id") == Text(result, "poolId")).GetProperty("cost");
        Assert.Equal(
            ("EUR", 3600m, 1m, 3600m),
            (Text(pool, "currency"), pool.GetProperty("dedicatedNodeHour").GetDecimal(), pool.GetProperty("lowPriorityNodeHour").GetDecimal(), pool.GetProperty("perHour").GetDecimal()));
    }

    [Fact]
    public async Task Size_that_the_table_lacks_is_a_warning()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Prices:Json", Prices), ("Autobatch:DefaultPool:VmSize", "STANDARD_A1_V2"));

        JsonElement result = await ResultAsync(app, "unpriced", TestManifests.Commands("unpriced", "/bin/true"));

        Assert.Equal(JsonValueKind.Null, result.GetProperty("cost").ValueKind);
        Assert.Contains("standard_a1_v2", result.GetProperty("warnings")[0].GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Result_is_published_once_and_what_waits_for_it_has_no_name()
    {
        ResultFile file = _app.Services.GetRequiredService<ResultFile>();
        string id = Guid.NewGuid().ToString("n");
        await using FileStream first = ResultFile.Temporary();
        await using FileStream second = ResultFile.Temporary();
        Assert.False(File.Exists(first.Name));
        await first.WriteAsync(new byte[20 * 1024 * 1024], TestContext.Current.CancellationToken);
        await second.WriteAsync("other"u8.ToArray(), TestContext.Current.CancellationToken);

        await file.PublishAsync(id, first, TestContext.Current.CancellationToken);
        await file.PublishAsync(id, second, TestContext.Current.CancellationToken);
        await file.PublishAsync(id, first, TestContext.Current.CancellationToken);

        var blob = _app.Blobs("Results").GetBlobClient(ResultFile.Name(id));
        Assert.Equal(first.Length, (await blob.GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ContentLength);
        await blob.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> ResultAsync(RunningApp app, string name, string manifest)
    {
        string id = await app.DropAsync("Jobs", $"{name}.job.json", manifest);
        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        return await app.ReadJsonAsync("Results", $"{id}/result.json");
    }
}
