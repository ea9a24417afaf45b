using System.Net;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.JobSchedules;

/// <summary>What requests about job schedules are answered.</summary>
public sealed class ScheduleRequestTests : ScheduleTest
{
    [Fact]
    public async Task A_schedule_comes_back_as_it_was_sent_with_what_the_service_adds()
    {
        var id = EmulatorFixture.UniqueId("Sched");
        var created = (await Client.Post("/jobschedules", Body(id, """{"doNotRunUntil":"2025-04-01T00:00:00+02:00","recurrenceInterval":"PT60M","startWindow":"PT05M00S"}""", ""","jobManagerTask":{"id":"jm","commandLine":"/bin/true"}"""))).Expect(HttpStatusCode.Created);

        var got = await Client.Get($"/jobschedules/{id.ToUpperInvariant()}");

        Assert.EndsWith($"/jobschedules/{id}", created.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(created.Headers["DataServiceId"], created.Headers["Location"]);
        Assert.Equal((id, created.Headers["ETag"], "active"), (got.Json.Text("id"), got.Json.Text("eTag"), got.Json.Text("state")));
        Assert.EndsWith("/$metadata#jobschedules/@Element", got.Json.Text("odata.metadata"), StringComparison.Ordinal);
        Assert.Equal("""{"doNotRunUntil":"2025-03-31T22:00:00.0000000Z","startWindow":"PT5M","recurrenceInterval":"PT1H"}""", got.Json.GetProperty("schedule").GetRawText());
        Assert.Equal("jm", got.Json.GetProperty("jobSpecification").GetProperty("jobManagerTask").Id());
        Assert.Equal("""{"nextRunTime":"2025-03-31T22:00:00.0000000Z"}""", got.Json.GetProperty("executionInfo").GetRawText());
        Assert.False(got.Json.TryGetProperty("previousState", out _));
    }

    [Fact]
    public async Task Existence_conditions_lists_and_selection_are_those_of_the_service()
    {
        var (first, second) = (await Schedule("{}"), await Schedule("""{"recurrenceInterval":"PT1H"}"""));
        var etag = (await Get(second)).Text("eTag");

        Assert.Equal(HttpStatusCode.OK, (await Client.Send(HttpMethod.Head, $"/jobschedules/{first}")).Status);
        var absent = await Client.Send(HttpMethod.Head, "/jobschedules/absent");
        Assert.Equal((HttpStatusCode.NotFound, ""), (absent.Status, absent.Text));
        (await Client.Send(HttpMethod.Get, $"/jobschedules/{second}", null, ("If-None-Match", $"\"{etag}\""))).Expect(HttpStatusCode.NotModified);
        (await Client.Send(HttpMethod.Post, $"/jobschedules/{second}/disable", null, ("If-Match", "0x1"))).Expect(HttpStatusCode.PreconditionFailed);
        var disabled = (await Client.Send(HttpMethod.Post, $"/jobschedules/{second}/disable", null, ("If-Match", $"\"{etag}\""))).Expect(HttpStatusCode.NoContent);
        Assert.NotEqual(etag, disabled.Headers["ETag"]);
        Assert.Equal([second], (await Client.Get("/jobschedules?$filter=state eq 'disabled'")).Ids);
        var page = (await Client.Get("/jobschedules?maxresults=1&$select=id,state")).Json;
        Assert.Equal(2, page.GetProperty("value")[0].EnumerateObject().Count());
        var next = await Client.Get(new Uri(page.Text("odata.nextLink")).PathAndQuery);
        Assert.Equal(2, next.Ids.Append(page.GetProperty("value")[0].Id()).Distinct().Count());
    }

    [Fact]
    public async Task Jobs_and_schedules_share_their_ids()
    {
        var schedule = await Schedule("{}");
        var job = await Client.Job("nowhere");

        Assert.Equal("JobScheduleWithSameIdExists", (await Client.Post("/jobs", $$"""{"id":"{{schedule}}","poolInfo":{"poolId":"p"} }""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("JobWithSameIdExists", (await Client.Post("/jobschedules", Body(job, "{}"))).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("JobScheduleExists", (await Client.Post("/jobschedules", Body(schedule, "{}"))).Expect(HttpStatusCode.Conflict).Code);
        Assert.Contains(schedule + ":job-1", (await Client.Get("/jobs")).Ids);
    }

    [Theory]
    [InlineData("""{"recurrenceInterval":"PT30S"}""", "", "InvalidPropertyValue")]
    [InlineData("""{"startWindow":"PT59S"}""", "", "InvalidPropertyValue")]
    [InlineData("""{"doNotRunUntil":"tomorrow"}""", "", "InvalidPropertyValue")]
    [InlineData("""{"doNotRunUntil":"2026-01-02T00:00:00Z","doNotRunAfter":"2026-01-01T00:00:00Z"}""", "", "InvalidPropertyValue")]
    [InlineData("""{"cron":"* * * * *"}""", "", "InvalidRequestBody")]
    [InlineData("{}", ""","id":"x" """, "InvalidRequestBody")]
    [InlineData("{}", ""","priority":5000""", "OutOfRangePriority")]
    [InlineData("{}", ""","jobReleaseTask":{"commandLine":"x"}""", "InvalidPropertyValue")]
    [InlineData("{}", ""","jobManagerTask":{"id":"a"}""", "MissingRequiredProperty")]
    public async Task What_a_schedule_cannot_be_is_refused_by_name(string times, string jobs, string code) =>
        Assert.Equal(code, (await Client.Post("/jobschedules", Body("wrong", times, jobs))).Expect(HttpStatusCode.BadRequest).Code);

    [Theory]
    [InlineData("""{"id":"a","schedule":{}}""")]
    [InlineData("""{"id":"a","jobSpecification":{"poolInfo":{"poolId":"p"}}}""")]
    [InlineData("""{"schedule":{},"jobSpecification":{"poolInfo":{"poolId":"p"}}}""")]
    [InlineData("""{"id":"a","schedule":{},"jobSpecification":{}}""")]
    [InlineData("""{"id":"a","schedule":{},"jobSpecification":{"poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"jobschedule"}}}}""")]
    public async Task What_is_missing_is_named(string body) =>
        Assert.Equal("MissingRequiredProperty", (await Client.Post("/jobschedules", body)).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task A_null_in_a_patch_changes_nothing()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");

        (await Client.Patch($"/jobschedules/{schedule}", """{"jobSpecification":null,"schedule":null,"metadata":[{"name":"a","value":"b"}]}""")).Expect(HttpStatusCode.OK);

        var after = await Get(schedule);
        Assert.Equal("""{"recurrenceInterval":"PT1H"}""", after.GetProperty("schedule").GetRawText());
        Assert.Equal("b", after.GetProperty("metadata")[0].Text("value"));
    }
}
