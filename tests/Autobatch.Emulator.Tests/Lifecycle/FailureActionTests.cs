using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What the end of a task does to its dependents and its job: exitConditions, dependencyAction, jobAction and onTaskFailure (FACTS C.2, C.3).</summary>
public sealed class FailureActionTests : SteppedTest
{
    private const string Conditions = """
        {"exitCodes":[{"code":0,"exitOptions":{"dependencyAction":"block"}},{"code":6,"exitOptions":{"dependencyAction":"satisfy","jobAction":"none"}},{"code":7,"exitOptions":{"jobAction":"disable"}}],
         "exitCodeRanges":[{"start":5,"end":9,"exitOptions":{"dependencyAction":"satisfy","jobAction":"terminate"}},{"start":-3,"end":-1,"exitOptions":{"jobAction":"none"}}],
         "preProcessingError":{"dependencyAction":"satisfy","jobAction":"none"},
         "fileUploadError":{"jobAction":"disable"},
         "default":{"dependencyAction":"satisfy","jobAction":"none"}}
        """;

    private const string Performs = ""","usesTaskDependencies":true,"onTaskFailure":"performexitoptionsjobaction" """;

    [Theory]
    [InlineData("{}", 0, null, "running", "active")]
    [InlineData("{}", 1, "FailureExitCode", "active", "completed")] // by default a failure blocks and terminates
    [InlineData("{}", null, "BlobNotFound", "active", "completed")]
    [InlineData("{}", 0, "FileUploadAccessDenied", "active", "completed")]
    [InlineData(Conditions, 0, null, "active", "active")] // a mapped zero may block
    [InlineData(Conditions, 6, "FailureExitCode", "running", "active")] // a code beats the range around it
    [InlineData(Conditions, 7, "FailureExitCode", "active", "disabled")]
    [InlineData(Conditions, 5, "FailureExitCode", "active", "completed")] // both ends of a range belong to it; the job ends before the dependent runs
    [InlineData(Conditions, 9, "FailureExitCode", "active", "completed")]
    [InlineData(Conditions, -1, "FailureExitCode", "active", "active")]
    [InlineData(Conditions, 4, "FailureExitCode", "running", "active")] // the default
    [InlineData(Conditions, null, "BlobNotFound", "running", "active")]
    [InlineData(Conditions, 4, "FileUploadAccessDenied", "active", "disabled")]
    [InlineData(Conditions, 6, "FileUploadAccessDenied", "running", "active")] // a mapped code beats the upload
    [InlineData("""{"default":{"jobAction":"terminate","dependencyAction":"block"}}""", 0, null, "running", "active")] // zero is nobody's default
    [InlineData("""{"exitCodes":[{"code":0,"exitOptions":{"jobAction":"terminate"}}]}""", 0, null, "active", "completed")]
    [InlineData("""{"default":{"dependencyAction":"satisfy","jobAction":"none"}}""", null, "CommandProgramNotFound", "running", "active")] // without a property of its own
    public async Task An_end_does_what_the_most_exact_condition_says(string conditions, int? exitCode, string? failure, string dependent, string job)
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("first", $""","exitConditions":{conditions}""");
        await TaskAsync("second", ""","dependsOn":{"taskIds":["first"]}""");

        Assert.Single(Emulator.Agent.Runs).End(exitCode, failure is null ? null : new TaskFailure("usererror", failure, "", []));
        await Emulator.SettleAsync();

        Assert.Equal((dependent, job), (await StateAsync("second"), (await JobStateAsync()).State));
        Assert.Equal(job == "completed" ? "TaskFailed" : null, (await JobStateAsync()).Reason);
    }

    [Fact]
    public async Task Without_the_jobs_consent_a_failure_does_nothing_to_the_job_and_dependencies_hold_nevertheless()
    {
        await PoolAsync();
        await JobAsync(more: ""","usesTaskDependencies":true""");
        await TaskAsync("first", ""","exitConditions":{"exitCodes":[{"code":3,"exitOptions":{"dependencyAction":"satisfy"}}]}""");
        await TaskAsync("second", ""","dependsOn":{"taskIds":["first"]}""");

        await EndAsync("first", 3);

        Assert.Equal(("running", "active"), (await StateAsync("second"), (await JobStateAsync()).State));
    }

    [Fact]
    public async Task Terminate_ends_what_runs_and_leaves_what_waits()
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: Performs);
        await TaskAsync("1");
        await TaskAsync("2");
        await TaskAsync("3");

        await EndAsync("1", 1);

        Assert.Equal(("completed", "TaskFailed"), await JobStateAsync());
        Assert.Equal("TaskEnded", (await ExecutionAsync("2")).GetProperty("failureInfo").Text("code"));
        Assert.Equal("active", await StateAsync("3"));
    }

    [Fact]
    public async Task Disable_requeues_the_others_which_go_on_when_the_job_is_enabled()
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: Performs);
        await TaskAsync("1", ""","exitConditions":{"default":{"jobAction":"disable"}}""");
        await TaskAsync("2");

        await EndAsync("1", 1);
        Assert.Equal(("disabled", null), await JobStateAsync());
        Assert.Equal(("active", 1), (await StateAsync("2"), (await ExecutionAsync("2")).GetProperty("requeueCount").GetInt32()));

        await PostAsync("/jobs/j/enable");
        Assert.Equal(["2"], Running);
    }

    [Fact]
    public async Task A_failure_that_is_retried_is_none_yet()
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("1", ""","constraints":{"maxTaskRetryCount":1}""");

        await EndAsync("1", 1);
        Assert.Equal("active", (await JobStateAsync()).State);

        await EndAsync("1", 1);
        Assert.Equal(("completed", "TaskFailed"), await JobStateAsync());
    }

    [Fact]
    public async Task The_failure_of_the_last_task_is_the_reason_and_not_that_all_are_complete()
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("1");
        await DoAsync("PATCH", "/jobs/j", """{"onAllTasksComplete":"terminatejob"}""");

        await EndAsync("1", 1);

        Assert.Equal(("completed", "TaskFailed"), await JobStateAsync());
    }

    [Fact]
    public async Task A_failure_without_an_action_counts_as_complete()
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("1", ""","exitConditions":{"default":{"jobAction":"none"}}""");
        await DoAsync("PATCH", "/jobs/j", """{"onAllTasksComplete":"terminatejob"}""");

        await EndAsync("1", 1);

        Assert.Equal(("completed", "AllTasksComplete"), await JobStateAsync());
    }

    [Theory]
    [InlineData("terminate", "completed", "TaskFailed")]
    [InlineData("disable", "disabled", null)]
    [InlineData("none", "disabling", null)]
    public async Task A_task_that_a_job_waits_for_while_it_is_disabled_still_acts_on_it(string action, string state, string? reason)
    {
        await PoolAsync(nodes: 2);
        await JobAsync(more: Performs);
        await TaskAsync("1", $$$""","exitConditions":{"default":{"jobAction":"{{{action}}}"}}""");
        await TaskAsync("2");
        await PostAsync("/jobs/j/disable", """{"disableTasks":"wait"}""");

        await EndAsync("1", 1);

        Assert.Equal((state, reason), await JobStateAsync());
    }

    [Fact]
    public async Task Tasks_that_the_disabling_of_a_job_ends_do_not_end_the_job()
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("1");

        await PostAsync("/jobs/j/disable", """{"disableTasks":"terminate"}""");

        Assert.Equal(("disabled", null), await JobStateAsync());
        Assert.Equal("TaskEnded", (await ExecutionAsync("1")).GetProperty("failureInfo").Text("code"));
    }

    [Fact]
    public async Task A_task_that_a_request_ends_has_failed()
    {
        await PoolAsync();
        await JobAsync(more: Performs);
        await TaskAsync("1");
        await TaskAsync("2");

        await PostAsync("/jobs/j/tasks/2/terminate");

        Assert.Equal(("completed", "TaskFailed"), await JobStateAsync());
    }
}
