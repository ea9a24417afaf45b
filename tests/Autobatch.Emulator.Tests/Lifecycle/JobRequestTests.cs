using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What users do to jobs while tasks run: disable, enable, terminate, delete (FACTS A.2, C.2).</summary>
public sealed class JobRequestTests : SteppedTest
{
    private const string Released = ""","jobPreparationTask":{"id":"prep","commandLine":"x"},"jobReleaseTask":{"id":"rel","commandLine":"x"}""";

    [Fact]
    public async Task Wait_lets_tasks_end_and_starts_no_other()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":1}""");
        await TaskAsync("2");
        await PostAsync("/jobs/j/disable", """{"disableTasks":"wait"}""");
        Assert.Equal("disabling", (await JobStateAsync()).State);
        Assert.Equal(["1"], Running);

        await EndAsync("1", 1);
        await TaskAsync("3");

        Assert.Equal("disabled", (await JobStateAsync()).State);
        Assert.Equal(("active", "active", "active"), (await StateAsync("1"), await StateAsync("2"), await StateAsync("3")));
        Assert.Empty(Running);
        await PostAsync("/jobs/j/enable");
        Assert.Equal(["1"], Running);
    }

    [Fact]
    public async Task Who_waits_for_tasks_may_end_them_after_all()
    {
        await PoolAsync();
        await JobAsync();
        await TaskAsync("1");
        await PostAsync("/jobs/j/disable", """{"disableTasks":"wait"}""");

        await PostAsync("/jobs/j/disable", """{"disableTasks":"requeue"}""");

        Assert.Equal(("disabled", "active"), ((await JobStateAsync()).State, await StateAsync("1")));
        await PostAsync("/jobs/j/disable", """{"disableTasks":"wait"}""");
        Assert.Equal("disabled", (await JobStateAsync()).State);
    }

    [Fact]
    public async Task A_job_that_is_being_terminated_runs_its_release_takes_no_tasks_and_no_other_requests()
    {
        await PoolAsync();
        await JobAsync(more: Released);
        await TaskAsync("1");
        await EndAsync("prep");
        await PostAsync("/jobs/j/terminate");

        Assert.Equal(("terminating", "UserTerminate"), await JobStateAsync());
        Assert.Equal(["rel"], Running);
        Assert.Equal("TaskEnded", (await ExecutionAsync("1")).GetProperty("failureInfo").Text("code"));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/tasks", """{"id":"2","commandLine":"x"}"""));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/addtaskcollection", """{"value":[{"id":"2","commandLine":"x"}]}"""));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/terminate"));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/disable", """{"disableTasks":"wait"}"""));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/enable"));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("PATCH", "/jobs/j", """{"priority":1}"""));
        Assert.Equal("JobBeingTerminated", await RefusalAsync("POST", "/jobs/j/tasks/1/reactivate"));

        await EndAsync("rel", 1);
        Assert.Equal("completed", (await JobStateAsync()).State);
        Assert.Equal("JobCompleted", await RefusalAsync("POST", "/jobs/j/tasks/1/reactivate"));
        Assert.Equal("JobCompleted", await RefusalAsync("POST", "/jobs/j/disable", """{"disableTasks":"wait"}"""));
        Assert.Equal("JobCompleted", await RefusalAsync("POST", "/jobs/j/enable"));
        Assert.Equal("JobCompleted", await RefusalAsync("PATCH", "/jobs/j", """{"priority":1}"""));
    }

    [Fact]
    public async Task A_job_that_is_being_deleted_is_seen_so_and_takes_nothing()
    {
        await PoolAsync();
        await JobAsync(more: Released);
        await TaskAsync("1");
        await EndAsync("prep");
        await DoAsync("DELETE", "/jobs/j");

        Assert.Equal("deleting", (await JobStateAsync()).State);
        Assert.Equal(["rel"], Running);
        Assert.All(
            await Task.WhenAll(
                RefusalAsync("POST", "/jobs/j/tasks", """{"id":"2","commandLine":"x"}"""),
                RefusalAsync("PATCH", "/jobs/j", """{"priority":1}"""),
                RefusalAsync("POST", "/jobs/j/terminate"),
                RefusalAsync("DELETE", "/jobs/j"),
                RefusalAsync("POST", "/jobs/j/tasks/1/terminate"),
                RefusalAsync("POST", "/jobs", """{"id":"J","poolInfo":{"poolId":"p"}}""")),
            code => Assert.Equal("JobBeingDeleted", code));

        await EndAsync("rel");
        Assert.Equal("JobNotFound", await RefusalAsync("GET", "/jobs/j"));
    }

    [Fact]
    public async Task A_completed_job_that_is_deleted_releases_its_nodes_no_second_time()
    {
        await PoolAsync();
        await JobAsync(more: Released);
        await TaskAsync("1");
        await EndAsync("prep");
        await EndAsync("1");
        await PostAsync("/jobs/j/terminate");
        await EndAsync("rel");

        await DoAsync("DELETE", "/jobs/j");

        Assert.Equal("JobNotFound", await RefusalAsync("GET", "/jobs/j"));
    }

    [Fact]
    public async Task A_pool_is_changed_while_the_job_is_disabled_and_no_other_time()
    {
        await PoolAsync();
        await PostAsync("/pools", """{"id":"q","vmSize":"x","targetDedicatedNodes":1}""");
        await JobAsync();
        await TaskAsync("1");
        Assert.Equal("OperationInvalidForCurrentState", await RefusalAsync("PATCH", "/jobs/j", """{"poolInfo":{"poolId":"q"}}"""));

        await PostAsync("/jobs/j/disable", """{"disableTasks":"requeue"}""");
        await DoAsync("PATCH", "/jobs/j", """{"poolInfo":{"poolId":"q"}}""");
        await PostAsync("/jobs/j/enable");

        Assert.Equal("q", Assert.Single(Emulator.Agent.Runs).Launch.Place.Node.PoolId);
        Assert.Equal("q", (await GetAsync("/jobs/j")).GetProperty("executionInfo").Text("poolId"));
    }

    [Fact]
    public async Task A_pool_of_a_jobs_own_is_kept_when_it_shall_be()
    {
        foreach (var (id, keep) in (IEnumerable<(string, string)>)[("gone", "false"), ("kept", "true")])
        {
            await PostAsync("/jobs", $$$"""{"id":"{{{id}}}","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","keepAlive":{{{keep}}},"pool":{"vmSize":"x","targetDedicatedNodes":1} } } }""");
            await PostAsync($"/jobs/{id}/terminate");
        }

        var pool = Assert.Single((await GetAsync("/pools")).GetProperty("value").EnumerateArray());
        Assert.Equal((await GetAsync("/jobs/kept")).GetProperty("executionInfo").Text("poolId"), pool.Text("id"));
    }
}
