using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.JobSchedules;

/// <summary>It is noon of the first of March 2025, until the test moves the time.</summary>
public abstract class ScheduleTest() : MovedTimeTest(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    internal async Task<string> Schedule(string times, string jobs = "", string pool = """{"poolId":"nowhere"}""")
    {
        var id = EmulatorFixture.UniqueId("sched");
        (await Client.Post("/jobschedules", Body(id, times, jobs, pool))).Expect(HttpStatusCode.Created);
        return id;
    }

    internal static string Body(string id, string times, string jobs = "", string pool = """{"poolId":"nowhere"}""") =>
        $$$"""{"id":"{{{id}}}","schedule":{{{times}}},"jobSpecification":{"poolInfo":{{{pool}}}{{{jobs}}} } }""";

    internal async Task<JsonElement> Get(string schedule) => (await Client.Get($"/jobschedules/{schedule}")).Expect(HttpStatusCode.OK).Json;

    internal async Task<JsonElement> ScheduleIs(string schedule, string state)
    {
        JsonElement found = default;
        await Batch.Until(async () => (found = await Get(schedule)).Text("state") == state, $"schedule {schedule} is {state}");
        return found;
    }

    /// <summary>Waits until the most recent job has this number.</summary>
    internal Task JobNumber(string schedule, int number) => Batch.Until(
        async () => (await Get(schedule)).GetProperty("executionInfo").TryGetProperty("recentJob", out var job) && job.Text("id") == $"{schedule}:job-{number}",
        $"job {number} of {schedule} has come");

    internal async Task<int> Jobs(string schedule) => (await Client.Get($"/jobschedules/{schedule}/jobs")).Expect(HttpStatusCode.OK).Ids.Count();

    internal async Task End(string job)
    {
        (await Client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await Client.JobIs(job, "completed");
    }
}
