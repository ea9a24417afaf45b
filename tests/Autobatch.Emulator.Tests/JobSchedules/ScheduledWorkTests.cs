using System.Net;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.JobSchedules;

/// <summary>Jobs of schedules have pools, managers and directories, and outlive the emulator.</summary>
public sealed class ScheduledWorkTests : ScheduleTest
{
    private const string AutoPool = """{"autoPoolSpecification":{"poolLifetimeOption":"$lifetime","autoPoolIdPrefix":"nightly","pool":{"vmSize":"standard_d2s_v3","targetDedicatedNodes":1}}}""";

    [Fact]
    public async Task The_manager_of_each_job_runs_in_the_directory_of_the_schedule_and_ends_it()
    {
        var pool = await Client.Pool();
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""", ""","jobManagerTask":{"id":"jm","commandLine":"/bin/sh -c 'echo $AZ_BATCH_JOB_ID $AZ_BATCH_TASK_DIR'"}""", $$"""{"poolId":"{{pool}}"}""");
        await Client.JobIs($"{schedule}:job-1", "completed");
        Time.Advance(TimeSpan.FromHours(1));
        var second = await Client.JobIs($"{schedule}:job-2", "completed");

        Assert.Equal("JMComplete", second.GetProperty("executionInfo").Text("terminateReason"));
        var task = (await Client.Get($"/jobs/{schedule}:job-2/tasks/jm")).Json;
        Assert.Equal($"workitems/{schedule}/job-2/jm", task.GetProperty("nodeInfo").Text("taskRootDirectory"));
        var output = (await Client.Get($"/jobs/{schedule}:job-2/tasks/jm/files/stdout.txt")).Text;
        Assert.StartsWith($"{schedule}:job-2 ", output, StringComparison.Ordinal);
        Assert.EndsWith($"/workitems/{schedule}/job-2/jm\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_for_the_schedule_serves_all_its_jobs_and_goes_with_it()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""", pool: AutoPool.Replace("$lifetime", "jobschedule", StringComparison.Ordinal));
        var pool = await PoolOf($"{schedule}:job-1");
        Assert.StartsWith("nightly_", pool, StringComparison.Ordinal);
        await End($"{schedule}:job-1");
        Time.Advance(TimeSpan.FromHours(1));
        await JobNumber(schedule, 2);

        Assert.Equal(pool, await PoolOf($"{schedule}:job-2"));
        await Client.Task($"{schedule}:job-2", "1", "/bin/true");
        await Client.TaskIs($"{schedule}:job-2", "1", "completed");
        (await Client.Delete($"/jobschedules/{schedule}")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await Client.Get($"/pools/{pool}")).Status == HttpStatusCode.NotFound, "the pool is gone");
    }

    [Fact]
    public async Task A_pool_for_each_job_goes_with_its_job()
    {
        var schedule = await Schedule("""{"recurrenceInterval":"PT1H"}""", pool: AutoPool.Replace("$lifetime", "job", StringComparison.Ordinal));
        var pool = await PoolOf($"{schedule}:job-1");
        await End($"{schedule}:job-1");
        await Batch.Until(async () => (await Client.Get($"/pools/{pool}")).Status == HttpStatusCode.NotFound, "the pool is gone");
        Time.Advance(TimeSpan.FromHours(1));
        await JobNumber(schedule, 2);

        Assert.NotEqual(pool, await PoolOf($"{schedule}:job-2"));
    }

    [Fact]
    public async Task Schedules_survive_a_kill_and_go_on_counting()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await EmulatorProcess.Start(folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            (await client.Post("/jobschedules", Body("kept", """{"recurrenceInterval":"PT1H"}"""))).Expect(HttpStatusCode.Created);
            (await client.Post("/jobschedules", Body("going", "{}"))).Expect(HttpStatusCode.Created);
            (await client.Post("/jobschedules", Body("off", """{"doNotRunUntil":"2999-01-01T00:00:00Z"}"""))).Expect(HttpStatusCode.Created);
            (await client.Post("/jobschedules/off/disable")).Expect(HttpStatusCode.NoContent);
            (await client.Delete("/jobschedules/going")).Expect(HttpStatusCode.Accepted);
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(folder.Path);
        using var again = new EmulatorClient(second.Address);
        await Batch.Until(async () => (await again.Get("/jobschedules/going")).Status == HttpStatusCode.NotFound, "the deletion has gone on");
        var kept = (await again.Get("/jobschedules/kept")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("kept:job-1", kept.GetProperty("executionInfo").GetProperty("recentJob").Text("id"));
        Assert.True(kept.GetProperty("executionInfo").TryGetProperty("nextRunTime", out _));
        Assert.Equal("disabled", (await again.Get("/jobschedules/off")).Json.Text("state"));
        Assert.Equal(["kept:job-1"], (await again.Get("/jobschedules/kept/jobs")).Ids);
        (await again.Post("/jobschedules/kept/terminate")).Expect(HttpStatusCode.Accepted);
        await again.JobIs("kept:job-1", "completed");
    }

    private async Task<string> PoolOf(string job) => (await Client.Get($"/jobs/{job}")).Expect(HttpStatusCode.OK).Json.GetProperty("executionInfo").Text("poolId");
}
