using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>What happens after days happens in milliseconds here.</summary>
public sealed class TimeTests : MovedTimeTest
{
    [Fact]
    public async Task Files_are_kept_for_the_retention_time_and_a_week_by_default()
    {
        var pool = await Client.Pool();
        var job = await Client.Job(pool);
        await Client.Task(job, "day", "/bin/echo a", ""","constraints":{"retentionTime":"P1D"}""");
        await Client.Task(job, "week", "/bin/echo b");
        await Client.Task(job, "ever", "/bin/echo c", ""","constraints":{"retentionTime":"P10675199DT2H48M5.4775807S"}""");
        foreach (var id in (string[])["day", "week", "ever"])
        {
            await Client.TaskIs(job, id, "completed");
        }

        var node = (await Client.NodeIs(pool, "idle")).Id();
        Time.Advance(TimeSpan.FromDays(1.5));
        await CleanedUp(job, "day");
        Assert.Equal(HttpStatusCode.NotFound, (await Client.Get($"/pools/{pool}/nodes/{node}/files/workitems%2F{job}%2Fjob-1%2Fday%2Fstdout.txt")).Status);
        Assert.Equal("b\n", (await Client.Get($"/jobs/{job}/tasks/week/files/stdout.txt")).Text);
        Time.Advance(TimeSpan.FromDays(6));
        await CleanedUp(job, "week");
        Time.Advance(TimeSpan.FromDays(900));

        Assert.Equal("c\n", (await Client.Get($"/jobs/{job}/tasks/ever/files/stdout.txt")).Text);
        Assert.Equal("completed", (await Client.Get($"/jobs/{job}/tasks/day")).Json.Text("state"));
    }

    [Fact]
    public async Task Directories_of_preparation_and_release_go_when_their_time_is_over_and_the_job_is_completed()
    {
        var pool = await Client.Pool();
        var job = await Client.Job(
            pool,
            JobTaskSteps.JobTask("jobPreparationTask", "echo p", ""","constraints":{"retentionTime":"PT1H"}""") + JobTaskSteps.JobTask("jobReleaseTask", "echo r", ""","retentionTime":"P1D" """));
        await Client.Task(job, "1", "/bin/true");
        await Client.TaskIs(job, "1", "completed");
        var node = (await Client.NodeIs(pool, "idle")).Id();
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("p\n", await Client.NodeFile(pool, node, Directory("jobpreparation")));

        (await Client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await Client.JobIs(job, "completed");

        await Gone("jobpreparation");
        Assert.Equal("r\n", await Client.NodeFile(pool, node, Directory("jobrelease")));
        Time.Advance(TimeSpan.FromDays(2));
        await Gone("jobrelease");

        string Directory(string task) => $"workitems/{job}/job-1/{task}/stdout.txt";

        Task Gone(string task) => Batch.Until(
            async () => (await Client.Get($"/pools/{pool}/nodes/{node}/files/{Uri.EscapeDataString(Directory(task))}")).Status == HttpStatusCode.NotFound, $"the directory of {task} is gone");
    }

    [Fact]
    public async Task A_reactivated_task_has_files_again()
    {
        var job = await Client.Job(await Client.Pool());
        await Client.Task(job, "1", "/bin/sh -c 'exit 1'", ""","constraints":{"retentionTime":"PT1H"}""");
        await Client.TaskIs(job, "1", "completed");
        Time.Advance(TimeSpan.FromHours(2));
        await CleanedUp(job, "1");

        (await Client.Post($"/jobs/{job}/tasks/1/reactivate")).Expect(HttpStatusCode.NoContent);
        await Client.TaskIs(job, "1", "completed");

        (await Client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_job_ends_when_its_time_is_over_counted_from_its_creation_and_by_the_latest_patch()
    {
        var job = await Client.Job("no-such-pool", ""","constraints":{"maxWallClockTime":"P2D"}""");
        var patched = await Client.Job("no-such-pool", ""","constraints":{"maxWallClockTime":"PT1H"}""");
        (await Client.Patch($"/jobs/{patched}", """{"constraints":{"maxWallClockTime":"P3D"}}""")).Expect(HttpStatusCode.OK);

        Time.Advance(TimeSpan.FromDays(2.5));

        Assert.Equal("MaxWallClockTimeExpiry", (await Client.JobIs(job, "completed")).GetProperty("executionInfo").Text("terminateReason"));
        Assert.Equal("active", (await Client.Get($"/jobs/{patched}")).Json.Text("state"));
        Time.Advance(TimeSpan.FromDays(1));
        await Client.JobIs(patched, "completed");
    }

    [Fact]
    public async Task The_time_of_a_task_ends_its_process_on_every_attempt_and_is_not_retried()
    {
        var job = await Client.Job(await Client.Pool());
        await Client.Task(job, "1", "/bin/sh -c 'touch up; sleep 600'", ""","constraints":{"maxWallClockTime":"PT1H","maxTaskRetryCount":5}""");
        await Batch.Until(async () => (await Client.Get($"/jobs/{job}/tasks/1/files/wd%2Fup")).Status == HttpStatusCode.OK, "the process runs");

        // The limit begins when the process has been started; a clock that runs on meets it whenever that is.
        await Batch.Until(
            async () =>
            {
                Time.Advance(TimeSpan.FromHours(1));
                return (await Client.Get($"/jobs/{job}/tasks/1")).Json.Text("state") == "completed";
            },
            "the task is completed");

        var execution = (await Client.Get($"/jobs/{job}/tasks/1")).Json.GetProperty("executionInfo");
        var failure = execution.GetProperty("failureInfo");
        Assert.Equal(("TaskEnded", "servererror", "failure", 0), (failure.Text("code"), failure.Text("category"), execution.Text("result"), execution.Number("retryCount")));
    }

    private Task CleanedUp(string job, string task) => Batch.Until(
        async () =>
        {
            var answer = await Client.Get($"/jobs/{job}/tasks/{task}/files/stdout.txt");
            return answer.Status == HttpStatusCode.Conflict && answer.Code == "TaskFilesCleanedup";
        },
        $"the files of {task} are cleaned up");
}
