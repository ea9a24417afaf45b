using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class JobManagerTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Rest = "curl -s --fail-with-body -H \"Authorization: Bearer $AZ_BATCH_AUTHENTICATION_TOKEN\" -H content-type:application/json";
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_manager_adds_tasks_to_its_own_job_and_the_job_ends_with_it()
    {
        var pool = await _client.Pool(nodes: 2);
        const string tasks = "\"$AZ_BATCH_ACCOUNT_URL/jobs/$AZ_BATCH_JOB_ID/tasks";
        const string script = """printf %s "{\"id\":\"made\",\"commandLine\":\"/bin/true\"}" > task.json; """
            + $"{Rest} {tasks}?api-version=2025-06-01\" -d @task.json || exit 1; "
            + $"until {Rest} {tasks}/made?api-version=2025-06-01\" | grep -q completed; do sleep 0.1; done";
        var job = await _client.Job(pool, Manager(script, ""","authenticationTokenSettings":{"access":["job"]}"""));

        var done = await _client.JobIs(job, "completed");

        Assert.Equal("JMComplete", done.GetProperty("executionInfo").Text("terminateReason"));
        var listed = (await _client.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray().ToList();
        Assert.Equal(["made", "manager"], listed.Select(NodeSteps.Id));
        Assert.All(listed, task => Assert.Equal("success", task.GetProperty("executionInfo").Text("result")));
        Assert.All((string[])["killJobOnCompletion", "runExclusive", "allowLowPriorityNode"], name => Assert.False(listed[1].TryGetProperty(name, out _)));
    }

    [Fact]
    public async Task The_token_opens_its_own_job_and_nothing_else_and_ends_with_it()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool);
        var other = await _client.Job(pool);
        await _client.Task(job, "tells", "/bin/sh -c 'printf %s $AZ_BATCH_AUTHENTICATION_TOKEN'", ""","authenticationTokenSettings":{"access":["job"]}""");
        await _client.Task(job, "has-none", "/bin/sh -c 'printf %s \"$AZ_BATCH_AUTHENTICATION_TOKEN\"'");
        await _client.TaskIs(job, "tells", "completed");
        await _client.TaskIs(job, "has-none", "completed");
        var token = (await _client.Get($"/jobs/{job}/tasks/tells/files/stdout.txt")).Text;

        Assert.Equal("", (await _client.Get($"/jobs/{job}/tasks/has-none/files/stdout.txt")).Text);
        Assert.Equal(HttpStatusCode.OK, (await Bearer($"/jobs/{job}", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Bearer($"/devbatchaccount1/jobs/{job}/tasks", token)).Status);
        Assert.All(
            await Task.WhenAll(Bearer($"/jobs/{other}", token), Bearer("/jobs", token), Bearer($"/pools/{pool}", token), Bearer($"/devbatchaccount2/jobs/{job}", token)),
            answer => Assert.Equal((HttpStatusCode.Forbidden, "InsufficientAccountPermissions"), (answer.Status, answer.Code)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Bearer($"/jobs/{job}", token[..^4] + "AAAA")).Status);
        Assert.DoesNotContain(token, (await _client.Get($"/jobs/{job}/tasks/tells")).Text, StringComparison.Ordinal);

        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => (await _client.Get($"/jobs/{job}")).Status == HttpStatusCode.NotFound, "the job is gone");
        (await _client.Post("/jobs", $$"""{"id":"{{job}}","poolInfo":{"poolId":"{{pool}}"} }""")).Expect(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Bearer($"/jobs/{job}", token)).Status);
    }

    [Fact]
    public async Task A_manager_runs_first_and_alone_on_its_node()
    {
        var pool = await _client.Pool(slots: 4);
        var blocker = await _client.Job(pool);
        await _client.Task(blocker, "1", "/bin/sh -c 'until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done'");
        var node = (await _client.TaskIs(blocker, "1", "running")).GetProperty("nodeInfo").Text("nodeId");
        var job = await _client.Job(pool, Manager("until test -e $AZ_BATCH_NODE_SHARED_DIR/end; do sleep 0.05; done", ""","killJobOnCompletion":false"""));
        await _client.Task(job, "1", "/bin/true");

        // The node is not empty, so neither the manager nor what must come after it can start; others can.
        await _client.Task(blocker, "2", "/bin/true");
        await _client.TaskIs(blocker, "2", "completed");
        Assert.Equal(["active", "active"], await States(job));
        await _client.Task(blocker, "3", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/go'");
        await _client.TaskIs(job, "manager", "running");
        Assert.Equal(4, (await _client.Get($"/pools/{pool}/nodes/{node}")).Json.Number("runningTaskSlotsCount"));
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/1")).Json.Text("state"));
        (await _client.Patch($"/jobs/{job}", """{"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);
        (await _client.Post($"/jobs/{job}/tasks/manager/terminate")).Expect(HttpStatusCode.NoContent);

        Assert.Equal("AllTasksComplete", (await _client.JobIs(job, "completed")).GetProperty("executionInfo").Text("terminateReason"));
        Assert.Equal(["completed", "completed"], await States(job));
    }

    [Fact]
    public async Task A_failed_manager_is_retried_and_then_ends_the_job()
    {
        var job = await _client.Job(await _client.Pool(), Manager("exit 2", ""","runExclusive":false,"constraints":{"maxTaskRetryCount":1}"""));

        await _client.JobIs(job, "completed");

        Assert.Equal((1, 2), ((await _client.Get($"/jobs/{job}/tasks/manager")).Json.GetProperty("executionInfo").Number("retryCount"), (await _client.Get($"/jobs/{job}/tasks/manager")).Json.GetProperty("executionInfo").Number("exitCode")));
    }

    [Fact]
    public async Task A_manager_whose_time_is_over_ends_its_job()
    {
        var job = await _client.Job(await _client.Pool(), Manager("sleep 600", ""","constraints":{"maxWallClockTime":"PT0.2S","maxTaskRetryCount":3}"""));

        Assert.Equal("JMComplete", (await _client.JobIs(job, "completed")).GetProperty("executionInfo").Text("terminateReason"));
        Assert.Equal("TaskEnded", (await _client.Get($"/jobs/{job}/tasks/manager")).Json.GetProperty("executionInfo").GetProperty("failureInfo").Text("code"));
    }

    [Fact]
    public async Task A_manager_that_needs_a_dedicated_node_waits_for_one()
    {
        var pool = EmulatorFixture.UniqueId("pool");
        (await _client.Post("/pools", $$"""{"id":"{{pool}}","vmSize":"standard_d2s_v3","targetLowPriorityNodes":1}""")).Expect(HttpStatusCode.Created);
        await _client.NodeIs(pool, "idle");
        await _client.PoolIsSteady(pool);
        var job = await _client.Job(pool, Manager("true", ""","allowLowPriorityNode":false"""));
        var other = await _client.Job(pool);
        await _client.Task(other, "1", "/bin/true");
        await _client.TaskIs(other, "1", "completed");
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/manager")).Json.Text("state"));

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        var task = await _client.TaskIs(job, "manager", "completed");
        Assert.True((await _client.Get($"/pools/{pool}/nodes/{task.GetProperty("nodeInfo").Text("nodeId")}")).Json.GetProperty("isDedicated").GetBoolean());
    }

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        var manager = (await _client.Get($"/jobs/{await _client.Job("p", Manager("true"))}")).Json.GetProperty("jobManagerTask");

        Assert.All((string[])["killJobOnCompletion", "runExclusive", "allowLowPriorityNode"], name => Assert.True(manager.GetProperty(name).GetBoolean()));
        Assert.Equal(1, manager.Number("requiredSlots"));
        Assert.Equal("P7D", manager.GetProperty("constraints").Text("retentionTime"));
    }

    private static string Manager(string script, string more = "") => JobTaskSteps.JobTask("jobManagerTask", script, ""","id":"manager" """ + more);

    private async Task<IEnumerable<string>> States(string job) =>
        (await _client.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray().Select(task => task.Text("state"));

    private Task<Answer> Bearer(string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Host.HttpAddress, $"{path}?api-version=2025-06-01"));
        request.Headers.Authorization = new("Bearer", token);
        return _client.SendRaw(request);
    }
}
