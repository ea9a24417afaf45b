using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class AutoPoolTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Pool = """{"vmSize":"standard_d2s_v3","targetDedicatedNodes":1}""";
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_job_has_a_pool_of_its_own_that_goes_with_it()
    {
        var job = await Job($$"""
            "autoPoolIdPrefix":"mine","pool":{{Pool}}
            """);
        await _client.Task(job, "1", "/bin/true");
        var task = await _client.TaskIs(job, "1", "completed");
        var pool = (await _client.Get($"/jobs/{job}")).Json.GetProperty("executionInfo").Text("poolId");

        Assert.Matches("^mine_[0-9A-F]{8}-[0-9A-F-]{27}$", pool);
        Assert.Equal(pool, task.GetProperty("nodeInfo").Text("poolId"));
        (await _client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);

        await _client.JobIs(job, "completed");
        await Gone(pool);
        Assert.Equal(pool, (await _client.Get($"/jobs/{job}")).Json.GetProperty("executionInfo").Text("poolId"));
    }

    [Fact]
    public async Task The_pool_of_a_deleted_job_goes_and_a_kept_one_stays()
    {
        var deleted = await Job($"""
            "pool":{Pool}
            """);
        var kept = await Job($"""
            "pool":{Pool}
            """);
        var (gone, stays) = (await PoolOf(deleted), await PoolOf(kept));
        (await _client.Patch($"/jobs/{kept}", """{"poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","keepAlive":true}}}""")).Expect(HttpStatusCode.OK);

        (await _client.Delete($"/jobs/{deleted}")).Expect(HttpStatusCode.Accepted);
        (await _client.Delete($"/jobs/{kept}")).Expect(HttpStatusCode.Accepted);

        await Gone(gone);
        await Batch.Until(async () => (await _client.Get($"/jobs/{kept}")).Status == HttpStatusCode.NotFound, "the job is gone");
        Assert.Equal("active", (await _client.Get($"/pools/{stays}")).Expect(HttpStatusCode.OK).Json.Text("state"));
    }

    [Fact]
    public async Task A_pool_that_cannot_be_made_ends_the_job_with_a_scheduling_error()
    {
        var id = await Job("""
            "pool":{"vmSize":"a","applicationPackageReferences":[{"applicationId":"nowhere","version":"1"}]}
            """);

        var job = (await _client.Get($"/jobs/{id}")).Json;

        Assert.Equal("completed", job.Text("state"));
        Assert.Equal("InvalidApplicationPackageReferencesInAutoPool", job.GetProperty("executionInfo").GetProperty("schedulingError").Text("code"));
        Assert.False(job.GetProperty("executionInfo").TryGetProperty("terminateReason", out _));
        Assert.Equal("JobCompleted", (await _client.Post($"/jobs/{id}/tasks", """{"id":"1","commandLine":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task The_quota_of_pools_is_one_of_these_errors()
    {
        await using var small = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, PoolQuota = 0 }, TestContext.Current.CancellationToken);
        using var client = new EmulatorClient(small.HttpAddress);

        (await client.Post("/jobs", $$$"""{"id":"j","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{{{Pool}}}}} }""")).Expect(HttpStatusCode.Created);

        Assert.Equal("AutoPoolCreationFailedWithQuotaReached", (await client.Get("/jobs/j")).Json.GetProperty("executionInfo").GetProperty("schedulingError").Text("code"));
    }

    [Fact]
    public async Task A_formula_that_means_nothing_ends_the_job_with_a_scheduling_error()
    {
        var job = await Job("""
            "pool":{"vmSize":"standard_d2s_v3","enableAutoScale":true,"autoScaleFormula":"$TargetDedicatedNodes = $Nothing;"}
            """);

        var execution = (await _client.JobIs(job, "completed")).GetProperty("executionInfo");
        Assert.Equal("InvalidAutoScaleFormulaInAutoPool", execution.GetProperty("schedulingError").Text("code"));
        Assert.Contains("$Nothing", execution.GetProperty("schedulingError").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_of_its_own_may_scale_by_a_formula()
    {
        var job = await Job("""
            "pool":{"vmSize":"standard_d2s_v3","enableAutoScale":true,"autoScaleFormula":"$TargetDedicatedNodes = 1"}
            """);

        await _client.Task(job, "1", "/bin/true");

        await _client.TaskIs(job, "1", "completed");
        Assert.True((await _client.Get($"/pools/{await PoolOf(job)}")).Json.GetProperty("enableAutoScale").GetBoolean());
    }

    [Theory]
    [InlineData("""{"poolLifetimeOption":"job"}""", "MissingRequiredProperty")]
    [InlineData("""{"pool":{"vmSize":"a"}}""", "MissingRequiredProperty")]
    [InlineData("""{"poolLifetimeOption":"jobschedule","pool":{"vmSize":"a"}}""", "InvalidPropertyValue")]
    [InlineData("""{"poolLifetimeOption":"job","pool":{"id":"a","vmSize":"a"}}""", "InvalidRequestBody")]
    [InlineData("""{"poolLifetimeOption":"job","pool":{}}""", "MissingRequiredProperty")]
    [InlineData("""{"poolLifetimeOption":"job","autoPoolIdPrefix":"a b","pool":{"vmSize":"a"}}""", "InvalidPropertyValue")]
    public async Task Wrong_specifications_are_refused_by_name(string specification, string code) =>
        Assert.Equal(code, (await _client.Post("/jobs", $$$"""{"id":"{{{EmulatorFixture.UniqueId("job")}}}","poolInfo":{"autoPoolSpecification":{{{specification}}}} }""")).Expect(HttpStatusCode.BadRequest).Code);

    [Theory]
    [InlineData("""{"poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"other"}}}}""")]
    [InlineData("""{"poolInfo":{"poolId":"other"}}""")]
    public async Task Nothing_else_of_an_auto_pool_can_be_changed(string patch)
    {
        var job = await Job($"""
            "pool":{Pool}
            """);

        Assert.Equal("OperationInvalidForCurrentState", (await _client.Patch($"/jobs/{job}", patch)).Expect(HttpStatusCode.Conflict).Code);
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    private async Task<string> Job(string specification)
    {
        var id = EmulatorFixture.UniqueId("job");
        (await _client.Post("/jobs", $$$"""{"id":"{{{id}}}","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job",{{{specification}}}}} }""")).Expect(HttpStatusCode.Created);
        return id;
    }

    private async Task<string> PoolOf(string job) => (await _client.Get($"/jobs/{job}")).Json.GetProperty("executionInfo").Text("poolId");

    private Task Gone(string pool) => Batch.Until(async () => (await _client.Get($"/pools/{pool}")).Status == HttpStatusCode.NotFound, "the pool is gone");
}
