using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class JobTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_job_that_may_be_preempted_is_taken_and_says_so()
    {
        var job = await _client.Job("none", ""","allowTaskPreemption":true""");

        Assert.True((await _client.Get($"/jobs/{job}")).Json.GetProperty("allowTaskPreemption").GetBoolean());
        (await _client.Patch($"/jobs/{job}", """{"allowTaskPreemption":false}""")).Expect(HttpStatusCode.OK);
        Assert.False((await _client.Get($"/jobs/{job}")).Json.GetProperty("allowTaskPreemption").GetBoolean());
    }

    [Fact]
    public async Task A_new_job_shows_its_defaults_and_what_was_sent()
    {
        var id = await _client.Job("no-such-pool", ""","metadata":[{"name":"a","value":"b"}],"commonEnvironmentSettings":[{"name":"X","value":"1"}]""");

        var job = (await _client.Get($"/jobs/{id}")).Json;

        Assert.Equal("active", job.GetProperty("state").GetString());
        Assert.False(job.TryGetProperty("previousState", out _));
        Assert.Equal(0, job.GetProperty("priority").GetInt32());
        Assert.Equal(-1, job.GetProperty("maxParallelTasks").GetInt32());
        Assert.Equal("noaction", job.GetProperty("onAllTasksComplete").GetString());
        Assert.Equal("""{"maxWallClockTime":"P10675199DT2H48M5.4775807S","maxTaskRetryCount":0}""", job.GetProperty("constraints").GetRawText());
        Assert.Equal("""[{"name":"X","value":"1"}]""", job.GetProperty("commonEnvironmentSettings").GetRawText());
        Assert.Equal("no-such-pool", job.GetProperty("executionInfo").GetProperty("poolId").GetString());
    }

    [Fact]
    public async Task An_id_is_taken_in_any_case()
    {
        var id = await _client.Job("p");

        Assert.Equal("JobExists", (await _client.Post("/jobs", $$"""{"id":"{{id.ToUpperInvariant()}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Conflict).Code);
        (await _client.Get($"/jobs/{id.ToUpperInvariant()}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"poolInfo":{"poolId":"p"}}""", "MissingRequiredProperty")]
    [InlineData("""{"id":"a"}""", "MissingRequiredProperty")]
    [InlineData("""{"id":"a","poolInfo":{}}""", "MissingRequiredProperty")]
    [InlineData("""{"id":"a b","poolInfo":{"poolId":"p"}}""", "InvalidPropertyValue")]
    [InlineData("""{"id":7,"poolInfo":{"poolId":"p"}}""", "InvalidPropertyValue")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"colour":"red"}""", "InvalidRequestBody")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"priority":1001}""", "OutOfRangePriority")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"maxParallelTasks":0}""", "InvalidPropertyValue")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"constraints":{"maxWallClockTime":"soon"}}""", "InvalidPropertyValue")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"onAllTasksComplete":"explode"}""", "InvalidPropertyValue")]
    [InlineData("""{"id":"a","poolInfo":{"poolId":"p"},"jobManagerTask":{"id":"m","commandLine":"x","containerSettings":{"imageName":"i"}}}""", "UnsupportedProperty")]
    public async Task A_wrong_body_is_refused_by_name(string body, string code) => Assert.Equal(code, (await _client.Post("/jobs", body)).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task Patch_replaces_top_level_properties_whole()
    {
        var id = await _client.Job("p", ""","constraints":{"maxTaskRetryCount":5},"metadata":[{"name":"a","value":"b"}]""");

        (await _client.Patch($"/jobs/{id}", """{"constraints":{"maxWallClockTime":"PT2H"},"priority":7}""")).Expect(HttpStatusCode.OK);

        var job = (await _client.Get($"/jobs/{id}")).Json;
        Assert.Equal("""{"maxWallClockTime":"PT2H","maxTaskRetryCount":0}""", job.GetProperty("constraints").GetRawText());
        Assert.Equal(7, job.GetProperty("priority").GetInt32());
        Assert.Equal(1, job.GetProperty("metadata").GetArrayLength());
    }

    [Fact]
    public async Task Put_resets_what_it_does_not_give()
    {
        var id = await _client.Job("p", ""","priority":9,"metadata":[{"name":"a","value":"b"}],"displayName":"kept" """);

        (await _client.Send(HttpMethod.Put, $"/jobs/{id}", """{"poolInfo":{"poolId":"p"}}""")).Expect(HttpStatusCode.OK);

        var job = (await _client.Get($"/jobs/{id}")).Json;
        Assert.Equal((0, "kept"), (job.GetProperty("priority").GetInt32(), job.GetProperty("displayName").GetString()));
        Assert.False(job.TryGetProperty("metadata", out _));
    }

    [Fact]
    public async Task Conditions_are_honoured_with_and_without_quotes()
    {
        var id = await _client.Job("p");
        var etag = (await _client.Get($"/jobs/{id}")).Headers["ETag"];

        (await _client.Send(HttpMethod.Get, $"/jobs/{id}", null, ("If-None-Match", $"\"{etag}\""))).Expect(HttpStatusCode.NotModified);
        (await _client.Send(HttpMethod.Patch, $"/jobs/{id}", """{"priority":1}""", ("If-Match", $"\"{etag}\""))).Expect(HttpStatusCode.OK);
        Assert.Equal("ConditionNotMet", (await _client.Send(HttpMethod.Patch, $"/jobs/{id}", """{"priority":2}""", ("If-Match", etag))).Expect(HttpStatusCode.PreconditionFailed).Code);
        (await _client.Send(HttpMethod.Patch, $"/jobs/{id}", """{"priority":2}""", ("If-Match", "*"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_job_without_tasks_is_complete_at_once_when_it_terminates_on_completion()
    {
        var id = await _client.Job("p", ""","onAllTasksComplete":"terminatejob" """);

        var job = await _client.JobIs(id, "completed");

        Assert.Equal("AllTasksComplete", job.GetProperty("executionInfo").GetProperty("terminateReason").GetString());
        Assert.Equal("JobCompleted", (await _client.Post($"/jobs/{id}/tasks", """{"id":"1","commandLine":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("JobCompleted", (await _client.Post($"/jobs/{id}/terminate")).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task A_terminated_job_leaves_waiting_tasks_active()
    {
        var id = await _client.Job("no-such-pool");
        await _client.Task(id, "1", "/bin/true");

        (await _client.Post($"/jobs/{id}/terminate", """{"terminateReason":"enough"}""")).Expect(HttpStatusCode.Accepted);

        var job = await _client.JobIs(id, "completed");
        Assert.Equal("enough", job.GetProperty("executionInfo").GetProperty("terminateReason").GetString());
        Assert.Equal("active", (await _client.Get($"/jobs/{id}/tasks/1")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_deleted_job_is_gone_and_its_id_is_free()
    {
        var id = await _client.Job("p");
        await _client.Task(id, "1", "/bin/true");

        (await _client.Delete($"/jobs/{id}")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await _client.Get($"/jobs/{id}")).Status == HttpStatusCode.NotFound, "the job is gone");
        (await _client.Post("/jobs", $$"""{"id":"{{id}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);
        Assert.Empty((await _client.Get($"/jobs/{id}/tasks")).Ids);
    }

    [Fact]
    public async Task Lists_are_sorted_paged_filtered_and_selected()
    {
        using var client = new EmulatorClient(emulator.Host.HttpAddress, "devbatchaccount2");
        var prefix = EmulatorFixture.UniqueId("list")[..20];
        foreach (var i in (int[])[3, 1, 4, 2, 0])
        {
            (await client.Post("/jobs", $$"""{"id":"{{prefix}}-{{i}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Created);
        }

        List<string> ids = [];
        var next = $"/jobs?maxresults=2&$filter=startswith(id,'{prefix}')%20and%20state%20eq%20'active'&$select=id,%20state";
        while (next is not null)
        {
            var page = (await client.Get(next)).Expect(HttpStatusCode.OK);
            Assert.All(page.Json.GetProperty("value").EnumerateArray(), item => Assert.Equal(["id", "state"], item.EnumerateObject().Select(p => p.Name)));
            ids.AddRange(page.Ids);
            next = page.Json.TryGetProperty("odata.nextLink", out var link) ? link.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{prefix}-{i}"), ids);
    }
}
