using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>When a job ends by itself: onAllTasksComplete, its manager, its time (FACTS C.2).</summary>
public sealed class JobCompletionTests : SteppedTest
{
    private const string Terminates = """{"onAllTasksComplete":"terminatejob"}""";

    [Fact]
    public async Task A_patch_ends_a_job_whose_tasks_are_all_complete()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        await EndAsync("1", 1);
        Assert.Equal("active", (await JobStateAsync()).State);

        await DoAsync("PATCH", "/jobs/j", Terminates);

        Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync());
    }

    [Fact]
    public async Task The_last_task_to_be_deleted_or_terminated_ends_the_job()
    {
        foreach (var (job, method, action) in (IEnumerable<(string, string, string)>)[("a", "DELETE", ""), ("b", "POST", "/terminate")])
        {
            await JobAsync(job);
            await TaskAsync("1", job: job);
            await DoAsync("PATCH", $"/jobs/{job}", Terminates);
            Assert.Equal("active", (await JobStateAsync(job)).State);

            await DoAsync(method, $"/jobs/{job}/tasks/1{action}");

            Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync(job));
        }
    }

    [Fact]
    public async Task A_task_that_is_blocked_keeps_the_job_open_for_ever()
    {
        await PoolAsync();
        await JobAsync(more: ""","usesTaskDependencies":true""");
        await TaskAsync("1");
        await TaskAsync("2", ""","dependsOn":{"taskIds":["1"]}""");
        await DoAsync("PATCH", "/jobs/j", Terminates);

        await EndAsync("1", 1);
        await Emulator.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal(("active", null), await JobStateAsync());
        Assert.Equal("active", await StateAsync("2"));
    }

    [Fact]
    public async Task A_task_that_waits_for_its_retry_or_its_nodes_preparation_is_not_complete()
    {
        await PoolAsync();
        await JobAsync(more: ""","jobPreparationTask":{"id":"prep","commandLine":"x"}""");
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":1}""");
        await DoAsync("PATCH", "/jobs/j", Terminates);
        Assert.Equal(("preparing", "active"), (await StateAsync("1"), (await JobStateAsync()).State));

        await EndAsync("prep");
        await EndAsync("1", 1);
        Assert.Equal("active", (await JobStateAsync()).State);
        await EndAsync("1");

        Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync());
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("terminate")]
    public async Task A_job_whose_last_task_ended_while_it_was_disabled_ends_when_it_is_enabled(string option)
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        await DoAsync("PATCH", "/jobs/j", Terminates);
        await PostAsync("/jobs/j/disable", $$"""{"disableTasks":"{{option}}"}""");
        if (option == "wait")
        {
            await EndAsync("1");
        }

        Assert.Equal("disabled", (await JobStateAsync()).State);

        await PostAsync("/jobs/j/enable");

        Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync());
    }

    [Fact]
    public async Task A_manager_alone_keeps_its_job_open_and_its_end_is_the_reason()
    {
        await PoolAsync();
        await JobAsync(more: ""","onAllTasksComplete":"terminatejob","jobManagerTask":{"id":"m","commandLine":"x"}""");
        Assert.Equal("active", (await JobStateAsync()).State);

        await EndAsync("m");

        Assert.Equal(("completed", "JMComplete"), await JobStateAsync());
    }

    [Fact]
    public async Task A_manager_that_does_not_end_the_job_leaves_its_tasks_running()
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: ""","jobManagerTask":{"id":"m","commandLine":"x","killJobOnCompletion":false}""");
        await TaskAsync("1");
        await EndAsync("m", 1);
        Assert.Equal(("active", null), await JobStateAsync());
        Assert.Equal(["1"], Running);

        await DoAsync("PATCH", "/jobs/j", Terminates);
        await EndAsync("1");

        Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync());
    }

    [Fact]
    public async Task The_end_of_a_manager_ends_what_its_job_still_runs()
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: ""","jobManagerTask":{"id":"m","commandLine":"x"}""");
        await TaskAsync("1");
        Assert.Equal(["1", "m"], Running);

        await EndAsync("m");

        Assert.Equal(("completed", "JMComplete"), await JobStateAsync());
        Assert.Equal("TaskEnded", (await ExecutionAsync("1")).GetProperty("failureInfo").Text("code"));
    }

    [Fact]
    public async Task A_jobs_time_is_over_for_all_that_belongs_to_it_and_its_release_still_runs()
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: ""","constraints":{"maxWallClockTime":"PT1H"},"jobPreparationTask":{"id":"prep","commandLine":"x"},"jobReleaseTask":{"id":"rel","commandLine":"x"},"jobManagerTask":{"id":"m","commandLine":"x"}""");
        await EndAsync("prep");
        await TaskAsync("1");
        Assert.Equal(["m", "prep"], Running);

        await Emulator.AdvanceAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(("terminating", "MaxWallClockTimeExpiry"), await JobStateAsync());
        Assert.Equal(["rel", "rel"], Running);
        Assert.Equal("TaskEnded", (await ExecutionAsync("m")).GetProperty("failureInfo").Text("code"));
        foreach (var release in Emulator.Agent.Runs)
        {
            release.End(0);
        }

        await Emulator.SettleAsync();
        Assert.Equal(("completed", "MaxWallClockTimeExpiry"), await JobStateAsync());
    }

    [Fact]
    public async Task A_disabled_jobs_time_goes_on()
    {
        await JobAsync(more: ""","constraints":{"maxWallClockTime":"P1D"}""");
        await PostAsync("/jobs/j/disable", """{"disableTasks":"requeue"}""");

        await Emulator.AdvanceAsync(TimeSpan.FromDays(1.1));

        Assert.Equal(("completed", "MaxWallClockTimeExpiry"), await JobStateAsync());
    }
}
