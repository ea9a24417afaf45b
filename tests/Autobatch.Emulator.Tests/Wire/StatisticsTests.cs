using System.Net;
using System.Text.Json;
using System.Xml;
using Autobatch.Emulator.Tests.Contract;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>$expand=stats, and the numbers of the whole account.</summary>
public sealed class StatisticsTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_job_counts_its_tasks_when_it_is_asked_to()
    {
        var (_, job) = await Worked();

        var stats = (await _client.Get($"/jobs/{job}?$expand=stats")).Expect(HttpStatusCode.OK).Json.GetProperty("stats");

        Assert.Equal(("1", "1", "2"), (stats.Text("numSucceededTasks"), stats.Text("numFailedTasks"), stats.Text("numTaskRetries")));
        Assert.EndsWith($"/jobs/{job}/lifetimestats", stats.Text("url"), StringComparison.Ordinal);
        Assert.True(XmlConvert.ToTimeSpan(stats.Text("wallClockTime")) > TimeSpan.Zero);
        Requires("BatchJobStatistics", stats);
        Assert.False((await _client.Get($"/jobs/{job}")).Json.TryGetProperty("stats", out _));
        Assert.False((await _client.Get($"/jobs/{job}?$select=id,stats")).Json.TryGetProperty("stats", out _));
        Assert.Equal(["id", "stats"], Names((await _client.Get($"/jobs?$filter=id eq '{job}'&$select=id,stats&$expand=stats")).Json.GetProperty("value")[0]));
        Assert.Equal(["id"], Names((await _client.Get($"/jobs?$filter=id eq '{job}'&$select=id&$expand=stats")).Json.GetProperty("value")[0]));
    }

    [Fact]
    public async Task Tasks_and_pools_have_statistics_too()
    {
        var (pool, job) = await Worked();

        var task = (await _client.Get($"/jobs/{job}/tasks/good?$expand=stats")).Json.GetProperty("stats");
        var usage = (await _client.Get($"/pools?$filter=id eq '{pool}'&$expand=stats")).Json.GetProperty("value")[0].GetProperty("stats");

        Requires("BatchTaskStatistics", task);
        Assert.False(task.TryGetProperty("numSucceededTasks", out _));
        Requires("BatchPoolStatistics", usage);
        Assert.True(XmlConvert.ToTimeSpan(usage.GetProperty("usageStats").Text("dedicatedCoreTime")) > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_account_has_lifetime_statistics_and_usage_metrics()
    {
        var (pool, _) = await Worked();

        var jobs = (await _client.Get("/lifetimejobstats?api-version=2022-10-01.16.0")).Expect(HttpStatusCode.OK).Json;
        var pools = (await _client.Get("/lifetimepoolstats?api-version=2022-10-01.16.0")).Expect(HttpStatusCode.OK).Json;
        var metrics = (await _client.Get($"/poolusagemetrics?$filter=poolId eq '{pool}'&startTime=2020-01-01T00:00:00Z")).Expect(HttpStatusCode.OK).Json.GetProperty("value");

        Requires("BatchJobStatistics", jobs);
        Requires("BatchPoolStatistics", pools);
        Requires("BatchPoolUsageMetrics", Assert.Single(metrics.EnumerateArray()));
        Assert.Equal("standard_d2", metrics[0].Text("vmSize"));
        Assert.Equal("InvalidQueryParameterValue", (await _client.Get("/poolusagemetrics?starttime=2020-01-02T00:00:00Z&endtime=2020-01-01T00:00:00Z")).Expect(HttpStatusCode.BadRequest).Code);
        Assert.Equal("InvalidQueryParameterValue", (await _client.Get("/poolusagemetrics?startTime=soon")).Expect(HttpStatusCode.BadRequest).Code);
    }

    private async Task<(string Pool, string Job)> Worked()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool);
        await _client.Task(job, "good", "/bin/true");
        await _client.Task(job, "bad", "/bin/false", ""","constraints":{"maxTaskRetryCount":2}""");
        await _client.TaskIs(job, "good", "completed");
        await _client.TaskIs(job, "bad", "completed");
        return (pool, job);
    }

    private static IEnumerable<string> Names(JsonElement resource) => resource.EnumerateObject().Select(property => property.Name);

    private static void Requires(string model, JsonElement stats) => Assert.Empty(OperationContractTests.Missing(model, stats));
}
