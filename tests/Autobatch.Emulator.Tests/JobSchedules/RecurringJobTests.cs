using System.Net;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.JobSchedules;

/// <summary>When jobs of schedules come and go; a week passes in milliseconds.</summary>
public sealed class RecurringJobTests : ScheduleTest
{
    [Fact]
    public async Task A_schedule_that_does_not_recur_makes_one_job_and_is_over_with_it()
    {
        var schedule = await Schedule("{}", ""","displayName":"nightly","priority":7,"metadata":[{"name":"a","value":"b"}]""");

        var created = await Get(schedule);
        var job = (await Client.Get($"/jobs/{schedule}:job-1")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal($"{schedule}:job-1", created.GetProperty("executionInfo").GetProperty("recentJob").Text("id"));
        Assert.EndsWith($"/jobs/{schedule}:job-1", created.GetProperty("executionInfo").GetProperty("recentJob").Text("url"), StringComparison.Ordinal);
        Assert.False(created.GetProperty("executionInfo").TryGetProperty("nextRunTime", out _));
        Assert.Equal(("nightly", 7, "active", "b"), (job.Text("displayName"), job.Number("priority"), job.Text("state"), job.GetProperty("metadata")[0].Text("value")));
        Assert.Equal("active", created.Text("state"));
        await End($"{schedule}:job-1");

        var over = await ScheduleIs(schedule, "completed");
        Assert.Equal("terminating", over.Text("previousState"));
        Assert.True(over.GetProperty("executionInfo").TryGetProperty("endTime", out _));
        Assert.Equal("JobScheduleCompleted", (await Client.Post($"/jobschedules/{schedule}/disable")).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task A_week_of_days_has_seven_jobs_and_then_the_schedule_is_over()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"P1D","doNotRunAfter":"2025-03-08T11:00:00Z"}""", ""","onAllTasksComplete":"terminatejob" """);
        for (var day = 2; day <= 7; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await JobNumber(schedule, day);
        }

        Assert.Equal("active", (await Get(schedule)).Text("state"));
        Time.Advance(TimeSpan.FromDays(1));
        await ScheduleIs(schedule, "completed");

        var jobs = (await Client.Get($"/jobschedules/{schedule}/jobs")).Json.GetProperty("value").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 7).Select(n => $"{schedule}:job-{n}"), jobs.Select(job => job.Id()));
        Assert.All(jobs, job => Assert.Equal("AllTasksComplete", job.GetProperty("executionInfo").Text("terminateReason")));
        Assert.Equal(
            Enumerable.Range(1, 7).Select(day => $"2025-03-0{day}"),
            jobs.Select(job => job.Text("creationTime")[..10]));
    }

    [Fact]
    public async Task There_is_one_active_job_at_a_time_and_the_next_one_waits_for_it_within_its_window()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H","startWindow":"PT10M"}""");
        Time.Advance(TimeSpan.FromMinutes(65));
        Assert.Equal(1, await Jobs(schedule));

        await End($"{schedule}:job-1");
        await JobNumber(schedule, 2);

        Assert.StartsWith("2025-03-01T14:00:00", (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime"), StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromMinutes(70));
        await Batch.Until(async () => (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime").StartsWith("2025-03-01T15:00:00", StringComparison.Ordinal), "the occasion is lost");
        await End($"{schedule}:job-2");
        Assert.Equal(2, await Jobs(schedule));
        Time.Advance(TimeSpan.FromMinutes(50));
        await JobNumber(schedule, 3);
    }

    [Fact]
    public async Task A_job_that_waits_gives_way_to_the_next_occasion_when_that_comes()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");
        foreach (var hour in (int[])[13, 14, 15])
        {
            Time.Advance(TimeSpan.FromMinutes(61));
            await Batch.Until(
                async () => (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime").StartsWith($"2025-03-01T{hour}:00:00", StringComparison.Ordinal), $"the occasion of {hour} counts");
        }

        Assert.Equal(1, await Jobs(schedule));
    }

    [Fact]
    public async Task No_job_comes_before_its_time_and_missed_ones_are_not_made_up_for()
    {
        var schedule = await Schedule("""{"doNotRunUntil":"2025-03-02T00:00:00Z","recurrenceInterval":"PT1H"}""", ""","onAllTasksComplete":"terminatejob" """);
        Assert.Equal("2025-03-02T00:00:00.0000000Z", (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime"));
        Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(0, await Jobs(schedule));

        Time.Advance(TimeSpan.FromHours(11));
        await JobNumber(schedule, 1);

        Assert.Equal("2025-03-02T11:00:00.0000000Z", (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime"));
        Assert.Equal(1, await Jobs(schedule));
    }

    [Fact]
    public async Task A_disabled_schedule_makes_no_job_and_its_job_goes_on()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");
        (await Client.Post($"/jobschedules/{schedule}/disable")).Expect(HttpStatusCode.NoContent);
        (await Client.Post($"/jobschedules/{schedule}/disable")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("active", (await Client.JobIs($"{schedule}:job-1", "active")).Text("state"));
        await End($"{schedule}:job-1");
        Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal("disabled", (await Get(schedule)).Text("state"));
        Assert.Equal(1, await Jobs(schedule));

        (await Client.Post($"/jobschedules/{schedule}/enable")).Expect(HttpStatusCode.NoContent);

        await JobNumber(schedule, 2);
        Assert.Equal("disabled", (await Get(schedule)).Text("previousState"));
    }

    [Fact]
    public async Task Terminating_ends_the_job_with_the_schedules_reason()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");

        (await Client.Post($"/jobschedules/{schedule}/terminate")).Expect(HttpStatusCode.Accepted);

        await ScheduleIs(schedule, "completed");
        Assert.Equal("TerminateJobSchedule", (await Client.JobIs($"{schedule}:job-1", "completed")).GetProperty("executionInfo").Text("terminateReason"));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("JobScheduleCompleted", (await Client.Post($"/jobschedules/{schedule}/terminate")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal(1, await Jobs(schedule));
    }

    [Fact]
    public async Task Deleting_takes_its_jobs_along()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");
        await End($"{schedule}:job-1");
        Time.Advance(TimeSpan.FromHours(1));
        await JobNumber(schedule, 2);

        (await Client.Delete($"/jobschedules/{schedule}?force=true")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await Client.Get($"/jobschedules/{schedule}")).Status == HttpStatusCode.NotFound, "the schedule is gone");
        Assert.Equal("JobNotFound", (await Client.Get($"/jobs/{schedule}:job-1")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("JobNotFound", (await Client.Get($"/jobs/{schedule}:job-2")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("JobScheduleNotFound", (await Client.Get($"/jobschedules/{schedule}/jobs")).Expect(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task A_job_that_was_deleted_makes_room_for_the_next_one()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");
        Time.Advance(TimeSpan.FromHours(1));
        (await Client.Delete($"/jobs/{schedule}:job-1")).Expect(HttpStatusCode.Accepted);

        await JobNumber(schedule, 2);
    }

    [Fact]
    public async Task A_changed_specification_is_for_jobs_that_are_yet_to_come()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""", ""","priority":1""");

        (await Client.Patch($"/jobschedules/{schedule}", """{"jobSpecification":{"priority":2,"poolInfo":{"poolId":"elsewhere"}}}""")).Expect(HttpStatusCode.OK);
        await End($"{schedule}:job-1");
        Time.Advance(TimeSpan.FromHours(1));
        await JobNumber(schedule, 2);

        Assert.Equal(1, (await Client.Get($"/jobs/{schedule}:job-1")).Json.Number("priority"));
        var second = (await Client.Get($"/jobs/{schedule}:job-2")).Json;
        Assert.Equal((2, "elsewhere"), (second.Number("priority"), second.GetProperty("poolInfo").Text("poolId")));
    }

    [Fact]
    public async Task Changed_times_count_from_the_job_before_and_a_put_without_them_ends_the_recurrence()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"P1D"}""");
        (await Client.Patch($"/jobschedules/{schedule}", """{"schedule":{"recurrenceInterval":"PT2H"}}""")).Expect(HttpStatusCode.OK);
        Assert.StartsWith("2025-03-01T14:00:00", (await Get(schedule)).GetProperty("executionInfo").Text("nextRunTime"), StringComparison.Ordinal);

        (await Client.Send(HttpMethod.Put, $"/jobschedules/{schedule}", """{"jobSpecification":{"poolInfo":{"poolId":"nowhere"}}}""")).Expect(HttpStatusCode.OK);
        await End($"{schedule}:job-1");

        var over = await ScheduleIs(schedule, "completed");
        Assert.False(over.TryGetProperty("schedule", out _));
    }

    [Fact]
    public async Task A_job_of_a_schedule_waits_for_the_quota()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""");
        await End($"{schedule}:job-1");
        List<string> others = [];
        while ((await Client.Post("/jobs", $$"""{"id":"{{EmulatorFixture.UniqueId("job")}}","poolInfo":{"poolId":"nowhere"} }""")).Status == HttpStatusCode.Created)
        {
            others.Add((await Client.Get("/jobs?$filter=state eq 'active'")).Ids.Last());
        }

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("ActiveJobAndScheduleQuotaReached", (await Client.Post("/jobschedules", Body("one-too-many", "{}"))).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal(1, await Jobs(schedule));
        await End(others[0]);

        await JobNumber(schedule, 2);
    }
}
