using System.Net;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Scaling by formulas, with a short sample period.</summary>
public sealed class AutoScaleTests : IAsyncLifetime
{
    private const string ToZero = "tasks = max($PendingTasks.GetSample(TimeInterval_Second)); $TargetDedicatedNodes = min(2, tasks); $NodeDeallocationOption = taskcompletion;";
    private EmulatorHost? _host;
    private EmulatorClient? _client;

    private EmulatorClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, AutoScaleSamplePeriod = TimeSpan.FromMilliseconds(50), ShortestAutoScaleInterval = TimeSpan.FromMilliseconds(100) }, TestContext.Current.CancellationToken);
        _client = new(_host.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _host!.DisposeAsync();
    }

    [Fact]
    public async Task A_pool_grows_with_its_tasks_and_shrinks_to_nothing_without()
    {
        (await Client.Post("/pools", Pool("p", ToZero, "PT0.1S"))).Expect(HttpStatusCode.Created);
        var empty = (await Client.Get("/pools/p")).Json;
        Assert.Equal((0, 0, true, "PT0.1S"), (empty.Number("currentDedicatedNodes"), empty.Number("targetDedicatedNodes"), empty.GetProperty("enableAutoScale").GetBoolean(), empty.GetProperty("autoScaleEvaluationInterval").GetString()));
        Assert.Equal(ToZero, empty.GetProperty("autoScaleFormula").GetString());

        var job = await Client.Job("p");
        foreach (var id in (string[])["1", "2", "3"])
        {
            await Client.Task(job, id, "/bin/sh -c 'sleep 0.3'");
        }

        await Batch.Until(async () => (await Client.Get("/pools/p")).Json.Number("currentDedicatedNodes") == 2, "the pool has two nodes");
        foreach (var id in (string[])["1", "2", "3"])
        {
            Assert.Equal("success", (await Client.TaskIs(job, id, "completed")).GetProperty("executionInfo").GetProperty("result").GetString());
        }

        await Batch.Until(async () => (await Client.Get("/pools/p")).Json is var pool && pool.Number("currentDedicatedNodes") == 0 && pool.Number("targetDedicatedNodes") == 0, "the pool is empty");
        Assert.Contains("$TargetDedicatedNodes=0;$TargetLowPriorityNodes=0;$NodeDeallocationOption=taskcompletion;tasks=0", (await Client.Get("/pools/p")).Json.GetProperty("autoScaleRun").GetProperty("results").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_wait_for_others_and_tasks_of_jobs_that_are_over_ask_for_no_nodes()
    {
        (await Client.Post("/pools", Pool("p", "$TargetDedicatedNodes = 0; a = val($ActiveTasks.GetSample(1), 0);", "PT0.1S"))).Expect(HttpStatusCode.Created);
        var job = await Client.Job("p", ""","usesTaskDependencies":true""");
        await Client.Task(job, "1", "/bin/true");
        await Client.Task(job, "2", "/bin/true", ""","dependsOn":{"taskIds":["1"]}""");
        await ResultIs("a=1");

        (await Client.Post($"/jobs/{job}/disable", """{"disableTasks":"requeue"}""")).Expect(HttpStatusCode.Accepted);
        await ResultIs("a=0");
    }

    [Fact]
    public async Task Autoscale_is_switched_on_tried_and_switched_off()
    {
        var pool = await Client.Pool(nodes: 1);
        Assert.Equal("OperationNotValidOnPool", (await Client.Post($"/pools/{pool}/evaluateautoscale", """{"autoScaleFormula":"x=1;"}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("InvalidAutoScalingSettings", (await Client.Post($"/pools/{pool}/enableautoscale", "{}")).Expect(HttpStatusCode.BadRequest).Code);
        var before = (await Client.Get($"/pools/{pool}")).Json.GetProperty("eTag").GetString();

        Assert.NotEqual(before, (await Client.Post($"/pools/{pool}/enableautoscale", """{"autoScaleFormula":"$TargetDedicatedNodes=3;","autoScaleEvaluationInterval":"PT10M"}""")).Expect(HttpStatusCode.OK).Headers["ETag"]);

        await Batch.Until(async () => (await Client.Get($"/pools/{pool}")).Json.Number("currentDedicatedNodes") == 3, "the pool has three nodes");
        await Client.PoolIsSteady(pool);
        Assert.Equal("OperationNotValidOnPool", (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("TooManyEnableAutoScaleRequests", (await Client.Post($"/pools/{pool}/enableautoscale", "{}")).Expect(HttpStatusCode.ServiceUnavailable).Code);
        var tried = (await Client.Post($"/pools/{pool}/evaluateautoscale", """{"autoScaleFormula":"n = 5; $TargetLowPriorityNodes=n;"}""")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("$TargetDedicatedNodes=3;$TargetLowPriorityNodes=5;$NodeDeallocationOption=requeue;n=5", tried.GetProperty("results").GetString());
        var wrong = (await Client.Post($"/pools/{pool}/evaluateautoscale", """{"autoScaleFormula":"n = $TaskSlots.GetSample(1);"}""")).Expect(HttpStatusCode.OK).Json.GetProperty("error");
        Assert.Contains("$TaskSlots", wrong.GetProperty("values")[0].GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await Client.Get($"/pools/{pool}")).Json.Number("targetLowPriorityNodes"));

        (await Client.Post($"/pools/{pool}/disableautoscale")).Expect(HttpStatusCode.OK);
        var after = (await Client.Get($"/pools/{pool}")).Json;
        Assert.Equal((false, 3), (after.GetProperty("enableAutoScale").GetBoolean(), after.Number("targetDedicatedNodes")));
        Assert.False(after.TryGetProperty("autoScaleFormula", out _));
        (await Client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_formula_that_fails_changes_nothing_and_says_why()
    {
        (await Client.Post("/pools", Pool("p", "$TargetDedicatedNodes = $PendingTasks.GetSample(TimeInterval_Day, 90);", "PT1H"))).Expect(HttpStatusCode.Created);

        var run = (await Client.Get("/pools/p")).Json.GetProperty("autoScaleRun");

        Assert.Equal("AutoScalingFormulaEvaluationError", run.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("Line 1, Col 39: Insufficient sample data", run.GetProperty("error").GetProperty("values")[0].GetProperty("value").GetString());
        Assert.False(run.TryGetProperty("results", out _));
    }

    [Theory]
    [InlineData("""{"enableAutoScale":true}""", "InvalidAutoScalingSettings")]
    [InlineData("""{"enableAutoScale":true,"autoScaleFormula":"x=1;","targetDedicatedNodes":1}""", "InvalidAutoScalingSettings")]
    [InlineData("""{"autoScaleFormula":"x=1;"}""", "InvalidAutoScalingSettings")]
    [InlineData("""{"enableAutoScale":true,"autoScaleFormula":"x=;"}""", "AutoScalingFormulaSyntaxError")]
    [InlineData("""{"enableAutoScale":true,"autoScaleFormula":"x=1;","autoScaleEvaluationInterval":"PT0.01S"}""", "InvalidPropertyValue")]
    [InlineData("""{"enableAutoScale":true,"autoScaleFormula":"x=1;","autoScaleEvaluationInterval":"P8D"}""", "InvalidPropertyValue")]
    public async Task A_wrong_pool_is_refused_by_name(string more, string code) => Assert.Equal(
        code, (await Client.Post("/pools", $$"""{"id":"wrong","vmSize":"x",{{more[1..]}}""")).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task A_formula_that_is_too_long_is_refused() => Assert.Equal(
        "AutoScaleFormulaTooLong", (await Client.Post("/pools", Pool("long", "x = 1;" + new string(' ', 8192), "PT5M"))).Expect(HttpStatusCode.BadRequest).Code);

    private Task ResultIs(string result) => Batch.Until(
        async () => (await Client.Get("/pools/p")).Json.GetProperty("autoScaleRun").TryGetProperty("results", out var results) && results.GetString()!.EndsWith(result, StringComparison.Ordinal),
        $"the formula sees {result}");

    private static string Pool(string id, string formula, string interval) =>
        $$"""{"id":"{{id}}","vmSize":"x","enableAutoScale":true,"autoScaleFormula":{{JsonSerializer.Serialize(formula)}},"autoScaleEvaluationInterval":"{{interval}}"}""";
}
