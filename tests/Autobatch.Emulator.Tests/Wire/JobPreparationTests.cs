using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class JobPreparationTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Preparation = "jobPreparationTaskExecutionInfo";
    private const string Release = "jobReleaseTaskExecutionInfo";
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_node_is_prepared_once_before_the_first_task_and_released_when_the_job_ends()
    {
        var pool = await _client.Pool(slots: 2);
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "echo ready >> data; echo $AZ_BATCH_TASK_ID")
            + JobTaskSteps.JobTask("jobReleaseTask", "cat $AZ_BATCH_JOB_PREP_WORKING_DIR/data"));
        foreach (var id in (string[])["1", "2", "3"])
        {
            await _client.Task(job, id, "/bin/sh -c 'cat $AZ_BATCH_JOB_PREP_DIR/wd/data'");
            await _client.TaskIs(job, id, "completed");
            Assert.Equal("ready\n", (await _client.Get($"/jobs/{job}/tasks/{id}/files/stdout.txt")).Text);
        }

        (await _client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await _client.JobIs(job, "completed");

        var node = Assert.Single(await _client.NodesOf(job));
        Assert.Equal((pool, "completed", "success", 0), (node.Text("poolId"), node.GetProperty(Preparation).Text("state"), node.GetProperty(Preparation).Text("result"), node.GetProperty(Preparation).Number("retryCount")));
        Assert.Equal(("completed", "success", 0), (node.GetProperty(Release).Text("state"), node.GetProperty(Release).Text("result"), node.GetProperty(Release).Number("exitCode")));
        Assert.Equal("jobpreparation\n", await _client.NodeFile(pool, node.Text("nodeId"), $"{node.GetProperty(Preparation).Text("taskRootDirectory")}/stdout.txt"));
        Assert.Equal("ready\n", await _client.NodeFile(pool, node.Text("nodeId"), $"{node.GetProperty(Release).Text("taskRootDirectory")}/stdout.txt"));
        Assert.Equal(["1", "2", "3"], (await _client.Get($"/jobs/{job}/tasks")).Ids);
    }

    [Fact]
    public async Task Tasks_wait_in_preparing_and_a_terminated_one_does_not_end_the_preparation()
    {
        var pool = await _client.Pool(slots: 2);
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "while [ ! -e $AZ_BATCH_NODE_SHARED_DIR/go ]; do sleep 0.05; done"));
        await _client.Task(job, "ends", "/bin/true");
        await _client.Task(job, "runs", "/bin/true");

        await _client.TaskIs(job, "ends", "preparing");
        var preparing = await _client.TaskIs(job, "runs", "preparing");
        Assert.False(preparing.GetProperty("executionInfo").TryGetProperty("startTime", out _));
        Assert.Equal(2, (await _client.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").Number("running"));
        Assert.Equal("running", Assert.Single(await _client.NodesOf(job, $"?$filter={Preparation}/state%20eq%20'running'&$select=nodeId,{Preparation}")).GetProperty(Preparation).Text("state"));
        (await _client.Post($"/jobs/{job}/tasks/ends/terminate")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("TaskEnded", (await _client.TaskIs(job, "ends", "completed")).GetProperty("executionInfo").GetProperty("failureInfo").Text("code"));
        var other = await _client.Job(pool);
        await _client.Task(other, "go", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/go'");

        Assert.Equal("success", (await _client.TaskIs(job, "runs", "completed")).GetProperty("executionInfo").Text("result"));
    }

    [Fact]
    public async Task A_node_whose_preparation_fails_after_its_retries_gets_no_task_of_the_job_but_others()
    {
        var pool = await _client.Pool(nodes: 1);
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "exit 3", ""","constraints":{"maxTaskRetryCount":2}"""));
        await _client.Task(job, "1", "/bin/true");

        await Batch.Until(async () => (await _client.NodesOf(job, $"?$filter={Preparation}/result%20eq%20'failure'")).Count == 1, "preparation has failed");

        var node = Assert.Single(await _client.NodesOf(job));
        Assert.Equal((3, 2, "FailureExitCode"), (node.GetProperty(Preparation).Number("exitCode"), node.GetProperty(Preparation).Number("retryCount"), node.GetProperty(Preparation).GetProperty("failureInfo").Text("code")));
        var other = await _client.Job(pool);
        await _client.Task(other, "1", "/bin/true");
        await _client.TaskIs(other, "1", "completed");
        var task = await _client.TaskIs(job, "1", "active");
        Assert.Equal(("preparing", 0), (task.Text("previousState"), task.GetProperty("executionInfo").Number("requeueCount")));

        // A second node is another chance.
        (await _client.Post($"/pools/{pool}/nodes/{node.Text("nodeId")}/reboot")).Expect(HttpStatusCode.Accepted);
        await Batch.Until(async () => (await _client.NodesOf(job)).Single().GetProperty(Preparation).Text("startTime") != node.GetProperty(Preparation).Text("startTime"), "the booted node is tried again");
    }

    [Fact]
    public async Task Without_waitForSuccess_tasks_run_beside_preparation_and_after_its_failure()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "while [ ! -e $AZ_BATCH_NODE_SHARED_DIR/go ]; do sleep 0.05; done; exit 1", ""","waitForSuccess":false"""));

        await _client.Task(job, "1", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/go'");
        await _client.TaskIs(job, "1", "completed");
        await Batch.Until(async () => (await _client.NodesOf(job, $"?$filter={Preparation}/result%20eq%20'failure'")).Count == 1, "preparation has failed");
        await _client.Task(job, "2", "/bin/true");

        Assert.Equal("success", (await _client.TaskIs(job, "2", "completed")).GetProperty("executionInfo").Text("result"));
    }

    [Theory]
    [InlineData("reboot", "true", 2)]
    [InlineData("reboot", "false", 1)]
    [InlineData("reimage", "false", 1)]
    public async Task Preparation_runs_again_after_a_reboot_when_it_shall_and_always_after_a_reimage(string action, string rerun, int lines)
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "echo prepared >> $AZ_BATCH_NODE_SHARED_DIR/log", $"""
            ,"rerunOnNodeRebootAfterSuccess":{rerun}
            """));
        await _client.Task(job, "1", "/bin/true");
        await _client.TaskIs(job, "1", "completed");
        var node = await _client.NodeIs(pool, "idle");
        (await _client.Post($"/pools/{pool}/nodes/{node.Id()}/{action}")).Expect(HttpStatusCode.Accepted);
        await _client.NodeWith(pool, again => again.Text("state") == "idle" && again.Text("lastBootTime") != node.Text("lastBootTime"), "the node is back");

        await _client.Task(job, "2", "/bin/true");
        await _client.TaskIs(job, "2", "completed");

        Assert.Equal(lines, (await _client.NodeFile(pool, node.Id(), "shared/log")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_disabled_job_ends_its_preparation_and_repeats_it_when_it_is_enabled()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "test -e tried && exit 0; touch tried; sleep 600"));
        await _client.Task(job, "1", "/bin/true");
        var place = $"workitems/{job}/job-1/jobpreparation/wd/tried";
        var node = await _client.NodeIs(pool, "running");
        await Batch.Until(async () => (await _client.Get($"/pools/{pool}/nodes/{node.Id()}/files/{Uri.EscapeDataString(place)}")).Status == HttpStatusCode.OK, "preparation runs");

        (await _client.Post($"/jobs/{job}/disable", """{"disableTasks":"requeue"}""")).Expect(HttpStatusCode.Accepted);
        await _client.JobIs(job, "disabled");
        Assert.Equal("active", (await _client.Get($"/jobs/{job}/tasks/1")).Json.Text("state"));
        (await _client.Post($"/jobs/{job}/enable")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("success", (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo").Text("result"));
    }

    [Fact]
    public async Task A_deleted_job_releases_its_nodes_and_a_failing_release_holds_nothing_up()
    {
        var pool = await _client.Pool(slots: 1);
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "true") + JobTaskSteps.JobTask("jobReleaseTask", "echo gone >> $AZ_BATCH_NODE_SHARED_DIR/log; exit 9"));
        await _client.Task(job, "1", "/bin/sleep 600");
        var node = (await _client.TaskIs(job, "1", "running")).GetProperty("nodeInfo").Text("nodeId");

        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await _client.Get($"/jobs/{job}")).Status == HttpStatusCode.NotFound, "the job is gone");
        Assert.Equal("gone\n", await _client.NodeFile(pool, node, "shared/log"));
    }

    [Fact]
    public async Task A_preparation_whose_time_is_over_has_failed_and_is_not_tried_again()
    {
        var job = await _client.Job(await _client.Pool(), JobTaskSteps.JobTask("jobPreparationTask", "sleep 600", ""","constraints":{"maxWallClockTime":"PT0.2S","maxTaskRetryCount":3}"""));
        await _client.Task(job, "1", "/bin/true");

        await Batch.Until(async () => (await _client.NodesOf(job, $"?$filter={Preparation}/result%20eq%20'failure'")).Count == 1, "preparation has failed");

        var execution = Assert.Single(await _client.NodesOf(job)).GetProperty(Preparation);
        Assert.Equal(("TaskEnded", 0), (execution.GetProperty("failureInfo").Text("code"), execution.Number("retryCount")));
        Assert.Equal("active", (await _client.TaskIs(job, "1", "active")).Text("state"));
    }

    [Fact]
    public async Task A_release_task_ends_when_its_time_is_over()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "true") + JobTaskSteps.JobTask("jobReleaseTask", "sleep 600", ""","maxWallClockTime":"PT0.2S" """));
        await _client.Task(job, "1", "/bin/true");
        await _client.TaskIs(job, "1", "completed");

        (await _client.Post($"/jobs/{job}/terminate")).Expect(HttpStatusCode.Accepted);
        await _client.JobIs(job, "completed");

        Assert.Equal("TaskEnded", Assert.Single(await _client.NodesOf(job)).GetProperty(Release).GetProperty("failureInfo").Text("code"));
    }

    [Fact]
    public async Task The_status_is_told_in_pages()
    {
        var pool = await _client.Pool(nodes: 3, slots: 1);
        var job = await _client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "true"));
        foreach (var id in (string[])["1", "2", "3"])
        {
            await _client.Task(job, id, "/bin/sleep 600");
        }

        await Batch.Until(async () => (await _client.NodesOf(job)).Count == 3, "all nodes are prepared");

        List<string> nodes = [];
        var next = $"/jobs/{job}/jobpreparationandreleasetaskstatus?maxresults=2";
        while (next is not null)
        {
            var page = (await _client.Get(next)).Expect(HttpStatusCode.OK).Json;
            nodes.AddRange(page.GetProperty("value").EnumerateArray().Select(item => item.Text("nodeId")));
            next = page.TryGetProperty("odata.nextLink", out var link) ? link.GetString() : null;
        }

        Assert.Equal((await _client.Get($"/pools/{pool}/nodes")).Ids, nodes);
    }

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        var id = await _client.Job("p", ""","constraints":{"maxTaskRetryCount":4}""" + JobTaskSteps.JobTask("jobPreparationTask", "true") + JobTaskSteps.JobTask("jobReleaseTask", "true"));

        var job = (await _client.Get($"/jobs/{id}")).Json;

        var (preparation, release) = (job.GetProperty("jobPreparationTask"), job.GetProperty("jobReleaseTask"));
        Assert.Equal(("jobpreparation", true, true), (preparation.Id(), preparation.GetProperty("waitForSuccess").GetBoolean(), preparation.GetProperty("rerunOnNodeRebootAfterSuccess").GetBoolean()));
        Assert.Equal("""{"maxWallClockTime":"P10675199DT2H48M5.4775807S","retentionTime":"P7D","maxTaskRetryCount":4}""", preparation.GetProperty("constraints").GetRawText());
        Assert.Equal(("jobrelease", "PT15M", "P7D"), (release.Id(), release.Text("maxWallClockTime"), release.Text("retentionTime")));
    }

    [Theory]
    [InlineData(""","jobReleaseTask":{"commandLine":"x"}""", "InvalidPropertyValue")]
    [InlineData(""","jobPreparationTask":{"commandLine":"x","id":"same"},"jobReleaseTask":{"commandLine":"x","id":"Same"}""", "InvalidPropertyValue")]
    [InlineData(""","jobPreparationTask":{"commandLine":"x"},"jobReleaseTask":{"commandLine":"x","maxWallClockTime":"PT16M"}""", "InvalidPropertyValue")]
    [InlineData(""","jobPreparationTask":{"id":"a"}""", "MissingRequiredProperty")]
    [InlineData(""","jobPreparationTask":{"commandLine":"x","outputFiles":[]}""", "InvalidRequestBody")]
    [InlineData(""","jobPreparationTask":{"commandLine":"x","containerSettings":{"imageName":"i"}}""", "UnsupportedProperty")]
    public async Task Wrong_bodies_are_refused_by_name(string more, string code) =>
        Assert.Equal(code, (await _client.Post("/jobs", $$"""{"id":"{{EmulatorFixture.UniqueId("job")}}","poolInfo":{"poolId":"p"}{{more}}}""")).Expect(HttpStatusCode.BadRequest).Code);

    [Fact]
    public async Task A_tasks_id_must_differ_and_a_job_without_preparation_has_no_status()
    {
        var job = await _client.Job("p", JobTaskSteps.JobTask("jobPreparationTask", "true") + JobTaskSteps.JobTask("jobReleaseTask", "true"));

        Assert.Equal("TaskIdSameAsJobPreparationTask", (await _client.Post($"/jobs/{job}/tasks", """{"id":"JobPreparation","commandLine":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("TaskIdSameAsJobReleaseTask", (await _client.Post($"/jobs/{job}/tasks", """{"id":"jobrelease","commandLine":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("JobPreparationTaskNotSpecified", (await _client.Get($"/jobs/{await _client.Job("p")}/jobpreparationandreleasetaskstatus")).Expect(HttpStatusCode.Conflict).Code);
    }
}
