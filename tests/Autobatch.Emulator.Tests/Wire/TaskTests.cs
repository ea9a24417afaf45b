using System.Net;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class TaskTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_task_runs_as_a_process_and_leaves_its_output()
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "1", "/bin/sh -c 'echo hello $AZ_BATCH_TASK_ID; mkdir -p d; echo x > \"d/a b.txt\"'");

        var task = await _client.TaskIs(job, "1", "completed");

        Assert.Equal((0, "success"), (task.GetProperty("executionInfo").GetProperty("exitCode").GetInt32(), task.GetProperty("executionInfo").GetProperty("result").GetString()));
        Assert.Equal("hello 1\n", (await _client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.OK).Text);
        Assert.Equal("x\n", (await _client.Get($"/jobs/{job}/tasks/1/files/wd%2Fd%2Fa%20b.txt")).Expect(HttpStatusCode.OK).Text);
        Assert.Equal("hello", (await _client.Send(HttpMethod.Get, $"/jobs/{job}/tasks/1/files/stdout.txt", null, ("ocp-range", "bytes=0-4"))).Expect(HttpStatusCode.OK).Text);
        Assert.Equal("8", (await _client.Send(HttpMethod.Head, $"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.OK).Headers["Content-Length"]);
        var files = (await _client.Get($"/jobs/{job}/tasks/1/files?recursive=true")).Json.GetProperty("value").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);
        Assert.Equal("8", files["stdout.txt"].GetProperty("properties").GetProperty("contentLength").GetString());
        Assert.Contains("wd/d/a b.txt", files.Keys);
        Assert.Equal("FileNotFound", (await _client.Get($"/jobs/{job}/tasks/1/files/..%2F..%2Fx")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("InvalidRange", (await _client.Send(HttpMethod.Get, $"/jobs/{job}/tasks/1/files/stdout.txt", null, ("ocp-range", "bytes=8-9"))).Expect(HttpStatusCode.RequestedRangeNotSatisfiable).Code);
    }

    [Fact]
    public async Task Files_of_a_task_that_waits_cannot_be_accessed()
    {
        var job = await _client.Job("no-such-pool");
        await _client.Task(job, "1", "/bin/true");

        var answer = (await _client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.Conflict);

        Assert.Equal("OperationInvalidForCurrentState", answer.Code);
        Assert.Contains("cannot be accessed as the task state is still active", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_go_with_their_node()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/echo x");
        await _client.TaskIs(job, "1", "completed");
        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":0}""")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await _client.Get($"/jobs/{job}/tasks/1/files")).Status == HttpStatusCode.Conflict, "the files are gone");

        Assert.Equal("TaskFilesUnavailable", (await _client.Get($"/jobs/{job}/tasks/1/files")).Code);
        Assert.NotEqual(HttpStatusCode.OK, (await _client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Status);
    }

    [Fact]
    public async Task Dependencies_that_cannot_be_are_refused()
    {
        var job = await _client.Job("no-such-pool", ""","usesTaskDependencies":true""");
        var ids = string.Join(',', Enumerable.Range(0, 1001).Select(id => $"\"{id:D64}\""));

        Assert.Equal("TaskDependencyListTooLong", await Code($$"""{"taskIds":[{{ids}}]}"""));
        Assert.Equal("InvalidPropertyValue", await Code("""{"taskIdRanges":[{"start":2,"end":1}]}"""));
        Assert.Equal("MissingRequiredProperty", await Code("""{"taskIdRanges":[{"start":2}]}"""));

        async Task<string?> Code(string dependsOn) =>
            (await _client.Post($"/jobs/{job}/tasks", $$"""{"id":"1","commandLine":"x","dependsOn":{{dependsOn}}}""")).Expect(HttpStatusCode.BadRequest).Code;
    }

    [Fact]
    public async Task A_task_shows_the_defaults_that_the_service_fills_in()
    {
        var job = await _client.Job("no-such-pool", ""","constraints":{"maxTaskRetryCount":2}""");
        await _client.Task(job, "1", "x");

        var task = (await _client.Get($"/jobs/{job}/tasks/1")).Json;

        Assert.Equal("""{"maxWallClockTime":"P10675199DT2H48M5.4775807S","retentionTime":"P7D","maxTaskRetryCount":2}""", task.GetProperty("constraints").GetRawText());
        Assert.Equal("""{"autoUser":{"scope":"pool","elevationLevel":"nonadmin"}}""", task.GetProperty("userIdentity").GetRawText());
        Assert.Equal("""{"retryCount":0,"requeueCount":0}""", task.GetProperty("executionInfo").GetRawText());
        Assert.Equal(task.GetProperty("creationTime").GetString(), task.GetProperty("stateTransitionTime").GetString());
        Assert.False(task.TryGetProperty("nodeInfo", out _));
    }

    [Fact]
    public async Task A_collection_answers_for_each_task()
    {
        var job = await _client.Job("no-such-pool");
        await _client.Task(job, "1", "x");

        var answer = (await _client.Post($"/jobs/{job}/addtaskcollection", """
            {"value":[{"id":"1","commandLine":"x"},{"id":"2","commandLine":"x"},{"id":"3"},{"id":"4","commandLine":"x","dependsOn":{"taskIds":["1"]}},
                      {"id":"5","commandLine":"x","exitConditions":{"default":{"jobAction":"terminate"}}},
                      {"id":"6","commandLine":"x","resourceFiles":[{"httpUrl":"http://127.0.0.1/a?sig=secret"}]},
                      {"id":"7","commandLine":"x","containerSettings":{"imageName":"x"}}, 8]}
            """)).Expect(HttpStatusCode.OK);

        var codes = answer.Json.GetProperty("value").EnumerateArray().Select(result =>
            result.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : result.GetProperty("status").GetString());
        Assert.Equal(
            ["TaskExists", "success", "MissingRequiredProperty", "TaskDependenciesNotSpecifiedOnJob", "InvalidPropertyValue", "InvalidPropertyValue", "UnsupportedProperty", "InvalidRequestBody"],
            codes);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], (await _client.Get($"/jobs/{job}/tasks")).Ids);
    }

    [Fact]
    public async Task A_collection_has_at_most_a_hundred_tasks()
    {
        var job = await _client.Job("no-such-pool");
        var tasks = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"id":"{{i}}","commandLine":"x"}"""));

        (await _client.Post($"/jobs/{job}/addtaskcollection", $$"""{"value":[{{tasks}}]}""")).Expect(HttpStatusCode.BadRequest);

        Assert.Empty((await _client.Get($"/jobs/{job}/tasks")).Ids);
    }

    [Fact]
    public async Task A_merge_task_runs_after_all_tasks_of_its_range()
    {
        var job = await _client.Job(await _client.Pool(nodes: 2, slots: 4), ""","usesTaskDependencies":true""");
        await _client.Task(job, "merge", "/bin/true", ""","dependsOn":{"taskIdRanges":[{"start":1,"end":30}]}""");
        var tasks = string.Join(',', Enumerable.Range(1, 30).Select(i => $$"""{"id":"{{i}}","commandLine":"/bin/true"}"""));
        (await _client.Post($"/jobs/{job}/addtaskcollection", $$"""{"value":[{{tasks}}]}""")).Expect(HttpStatusCode.OK);
        (await _client.Patch($"/jobs/{job}", """{"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);

        await _client.JobIs(job, "completed");

        var all = (await _client.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray().ToList();
        var mergeStart = all.Single(t => t.GetProperty("id").GetString() == "merge").GetProperty("executionInfo").GetProperty("startTime").GetDateTimeOffset();
        Assert.All(all.Where(t => t.GetProperty("id").GetString() != "merge"), t => Assert.True(t.GetProperty("executionInfo").GetProperty("endTime").GetDateTimeOffset() <= mergeStart));
        Assert.Equal(31, (await _client.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task A_failed_task_is_retried_in_its_directory_and_blocks_its_dependents()
    {
        var job = await _client.Job(await _client.Pool(), ""","usesTaskDependencies":true,"constraints":{"maxTaskRetryCount":2}""");
        await _client.Task(job, "1", "/bin/sh -c 'echo x >> tries; exit $(wc -l < tries)'");
        await _client.Task(job, "2", "/bin/true", ""","dependsOn":{"taskIds":["1"]}""");

        var execution = (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo");

        Assert.Equal((3, 2, "failure"), (execution.GetProperty("exitCode").GetInt32(), execution.GetProperty("retryCount").GetInt32(), execution.GetProperty("result").GetString()));
        Assert.Equal("FailureExitCode", execution.GetProperty("failureInfo").GetProperty("code").GetString());
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/2")).Json.GetProperty("state").GetString());
        Assert.Equal("""{"active":1,"running":0,"completed":1,"succeeded":0,"failed":1}""", (await _client.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").GetRawText());
    }

    [Fact]
    public async Task A_failure_ends_the_job_when_the_job_says_so()
    {
        var job = await _client.Job(await _client.Pool(), ""","onTaskFailure":"performexitoptionsjobaction" """);
        await _client.Task(job, "1", "/bin/false");

        var ended = await _client.JobIs(job, "completed");

        Assert.Equal("TaskFailed", ended.GetProperty("executionInfo").GetProperty("terminateReason").GetString());
    }

    [Fact]
    public async Task A_running_task_ends_when_it_is_terminated_and_can_be_reactivated()
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "1", "/bin/sh -c 'test -e again && exit 0; touch again; sleep 600'");
        await Batch.Until(async () => (await _client.Get($"/jobs/{job}/tasks/1/files/wd%2Fagain")).Status == HttpStatusCode.OK, "the process has started");

        (await _client.Post($"/jobs/{job}/tasks/1/terminate")).Expect(HttpStatusCode.NoContent);
        var ended = (await _client.Get($"/jobs/{job}/tasks/1")).Json;
        Assert.Equal("TaskEnded", ended.GetProperty("executionInfo").GetProperty("failureInfo").GetProperty("code").GetString());
        Assert.Equal("TaskCompleted", (await _client.Post($"/jobs/{job}/tasks/1/terminate")).Expect(HttpStatusCode.Conflict).Code);

        (await _client.Post($"/jobs/{job}/tasks/1/reactivate")).Expect(HttpStatusCode.NoContent);
        var again = await _client.TaskIs(job, "1", "completed");
        Assert.Equal("success", again.GetProperty("executionInfo").GetProperty("result").GetString());
        Assert.Equal("TaskSucceeded", (await _client.Post($"/jobs/{job}/tasks/1/reactivate")).Expect(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task A_task_that_was_terminated_while_it_waited_still_waits_when_it_is_reactivated()
    {
        var job = await _client.Job(await _client.Pool(), ""","usesTaskDependencies":true""");
        await _client.Task(job, "2", "/bin/true", ""","dependsOn":{"taskIds":["1"]}""");
        (await _client.Post($"/jobs/{job}/tasks/2/terminate")).Expect(HttpStatusCode.NoContent);
        (await _client.Post($"/jobs/{job}/tasks/2/reactivate")).Expect(HttpStatusCode.NoContent);

        await _client.Task(job, "1", "/bin/sleep 0.2");

        var second = (await _client.TaskIs(job, "2", "completed")).GetProperty("executionInfo").GetProperty("startTime").GetDateTimeOffset();
        var first = (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo").GetProperty("endTime").GetDateTimeOffset();
        Assert.True(first <= second);
    }

    [Fact]
    public async Task A_deleted_task_is_gone_with_its_process()
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");

        (await _client.Delete($"/jobs/{job}/tasks/1")).Expect(HttpStatusCode.OK);

        Assert.Equal("TaskNotFound", (await _client.Get($"/jobs/{job}/tasks/1")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("""{"active":0,"running":0,"completed":0,"succeeded":0,"failed":0}""", (await _client.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").GetRawText());
    }

    [Fact]
    public async Task A_disabled_job_requeues_what_runs_and_goes_on_when_enabled()
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "1", "/bin/sh -c 'test -e again && exit 0; touch again; sleep 600'");
        await Batch.Until(async () => (await _client.Get($"/jobs/{job}/tasks/1/files/wd%2Fagain")).Status == HttpStatusCode.OK, "the process has started");

        (await _client.Post($"/jobs/{job}/disable", """{"disableTasks":"requeue"}""")).Expect(HttpStatusCode.Accepted);
        await _client.JobIs(job, "disabled");
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/1")).Json.GetProperty("state").GetString());

        (await _client.Post($"/jobs/{job}/enable")).Expect(HttpStatusCode.Accepted);
        var done = await _client.TaskIs(job, "1", "completed");
        Assert.Equal(1, done.GetProperty("executionInfo").GetProperty("requeueCount").GetInt32());
    }

    [Fact]
    public async Task No_more_tasks_run_at_once_than_the_job_and_the_slots_allow()
    {
        var pool = await _client.Pool(nodes: 1, slots: 4);
        var job = await _client.Job(pool, ""","maxParallelTasks":3""");
        foreach (var i in Enumerable.Range(1, 6))
        {
            await _client.Task(job, $"{i}", "/bin/sleep 600");
        }

        await Batch.Until(async () => Running(await _client.Get($"/jobs/{job}/taskcounts")) == 3, "three tasks run");
        var big = await _client.Job(pool);
        await _client.Task(big, "two-slots", "/bin/true", ""","requiredSlots":2""");
        await _client.Task(big, "one-slot", "/bin/true");
        await _client.TaskIs(big, "one-slot", "completed");
        Assert.Equal("active", (await _client.Get($"/jobs/{big}/tasks/two-slots")).Json.GetProperty("state").GetString());

        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
        await _client.TaskIs(big, "two-slots", "completed");
    }

    [Fact]
    public async Task A_missing_program_and_a_missing_package_end_the_task_by_name()
    {
        var job = await _client.Job(await _client.Pool());
        await _client.Task(job, "program", "no-such-program-anywhere");
        await _client.Task(job, "package", "/bin/true", ""","applicationPackageReferences":[{"applicationId":"absent"}]""");

        Assert.Equal("CommandProgramNotFound", Failure(await _client.TaskIs(job, "program", "completed")));
        Assert.Equal("ApplicationPackageError", Failure(await _client.TaskIs(job, "package", "completed")));
    }

    private static string? Failure(JsonElement task) => task.GetProperty("executionInfo").GetProperty("failureInfo").GetProperty("code").GetString();

    private static int Running(Answer counts) => counts.Json.GetProperty("taskCounts").GetProperty("running").GetInt32();
}
