using System.Net;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>The emulator is killed with SIGKILL and started again on the same folder.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_multi_instance_task_runs_again_as_a_whole_and_what_its_coordination_command_left_has_ended()
    {
        string job, service;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            job = await client.Job(await client.Pool(nodes: 2, slots: 1, more: ""","enableInterNodeCommunication":true"""));
            await client.Task(
                job,
                "1",
                "/bin/sh -c 'test -e again && exit 0; touch again; sleep 600'",
                ""","multiInstanceSettings":{"numberOfInstances":2,"coordinationCommandLine":"/bin/sh -c 'sleep 600 & echo $! > service'"}""");
            await Batch.Until(async () => (await client.Get($"/jobs/{job}/tasks/1/files/wd%2Fagain")).Status == HttpStatusCode.OK, "the task's own command runs");
            service = (await client.Get($"/jobs/{job}/tasks/1/files/wd%2Fservice")).Text.Trim();
            await first.Kill();
            Assert.True(IsAlive(service), "The service should outlive its emulator, else this test shows nothing.");
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.False(IsAlive(service), "What the coordination command left was not ended.");
        var task = await again.TaskIs(job, "1", "completed");
        Assert.Equal("success", task.GetProperty("executionInfo").Text("result"));
        Assert.Equal((1, 0), Execution(task));
        var subtask = Assert.Single((await again.Get($"/jobs/{job}/tasks/1/subtasksinfo")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray());
        Assert.Equal(("completed", "success"), (subtask.Text("state"), subtask.Text("result")));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_orphans_end_and_what_ran_is_requeued()
    {
        string job, pid;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            job = await client.Job(await client.Pool(nodes: 1, slots: 2), ""","usesTaskDependencies":true,"metadata":[{"name":"a","value":"b"}]""");
            await client.Task(job, "done", "/bin/true");
            await client.TaskIs(job, "done", "completed");
            await client.Task(job, "long", "/bin/sh -c 'test -e pid && exit 0; echo $$ > pid.new; mv pid.new pid; sleep 600'");
            await client.Task(job, "after", "/bin/true", ""","dependsOn":{"taskIds":["done","long"]}""");
            await Batch.Until(async () => (await client.Get($"/jobs/{job}/tasks/long/files/wd%2Fpid")).Status == HttpStatusCode.OK, "the process has started");
            pid = (await client.Get($"/jobs/{job}/tasks/long/files/wd%2Fpid")).Text.Trim();
            (await client.Post($"/jobs/{job}/addtaskcollection", $$"""{"value":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"id":"w{{i}}","commandLine":"/bin/true","dependsOn":{"taskIds":["never"]} }"""))}}]}""")).Expect(HttpStatusCode.OK);
            await first.Kill();
            Assert.True(IsAlive(pid), "The task should outlive its emulator, else this test shows nothing.");
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.False(IsAlive(pid), "The orphaned process was not ended.");
        var after = await again.TaskIs(job, "after", "completed");
        Assert.Equal("success", after.GetProperty("executionInfo").GetProperty("result").GetString());
        Assert.Equal("""[{"name":"a","value":"b"}]""", (await again.Get($"/jobs/{job}")).Json.GetProperty("metadata").GetRawText());
        var tasks = (await again.Get($"/jobs/{job}/tasks")).Json.GetProperty("value").EnumerateArray().ToDictionary(task => task.GetProperty("id").GetString()!);
        Assert.Equal(103, tasks.Count);
        Assert.Equal((1, 0), Execution(tasks["long"]));
        Assert.Equal((0, 0), Execution(tasks["done"]));
    }

    [Fact]
    public async Task Faults_with_what_they_have_done_and_changed_quotas_are_kept()
    {
        EmulatorOptions options = new() { Location = _folder.Path, HttpPort = 0, HttpsPort = 0 };
        string before;
        await using (var first = await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken))
        {
            using var client = new EmulatorClient(first.HttpAddress);
            (await client.Control(first, HttpMethod.Put, "faults", """{"rules":[{"kind":"startTaskFailed","times":1,"exitCode":9},{"id":"named","kind":"allocationDelay","poolId":"other","delay":"PT1S"}]}""")).Expect(HttpStatusCode.OK);
            (await client.Control(first, HttpMethod.Patch, "accounts/devbatchaccount2/quotas", """{"poolQuota":7}""")).Expect(HttpStatusCode.OK);
            await client.NodeIs(await client.Pool(more: NodeSteps.StartTask("true")), "starttaskfailed");
            before = (await client.Control(first, HttpMethod.Get, "faults")).Text;
            Assert.Contains("\"applied\":1", before, StringComparison.Ordinal);
        }

        await using var second = await EmulatorHost.StartAsync(options, TestContext.Current.CancellationToken);
        using var again = new EmulatorClient(second.HttpAddress);
        Assert.Equal(before, (await again.Control(second, HttpMethod.Get, "faults")).Text);
        await again.NodeIs(await again.Pool(more: NodeSteps.StartTask("true")), "idle");
        Assert.Equal(7, (await again.Control(second, HttpMethod.Get, "accounts/devbatchaccount2/quotas")).Json.Number("poolQuota"));

        (await again.Control(second, HttpMethod.Post, "reset")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"rules":[]}""", (await again.Control(second, HttpMethod.Get, "faults")).Text);
        Assert.Equal(100, (await again.Control(second, HttpMethod.Get, "accounts/devbatchaccount2/quotas")).Json.Number("poolQuota"));
    }

    [Fact]
    public async Task Tasks_that_were_acknowledged_under_load_are_all_there_after_each_kill()
    {
        var added = new List<string>();
        string? job = null;
        for (var round = 0; round < 3; round++)
        {
            await using var emulator = await EmulatorProcess.Start(_folder.Path);
            using var client = new EmulatorClient(emulator.Address);
            job ??= await client.Job(await client.Pool(nodes: 2, slots: 4));
            Assert.Equal(added.Order(StringComparer.OrdinalIgnoreCase), (await client.Get($"/jobs/{job}/tasks?$select=id")).Ids);
            for (var i = 0; i < 40; i++)
            {
                var id = $"{round}-{i}";
                await client.Task(job, id, "/bin/true");
                added.Add(id);
            }

            await emulator.Kill();
        }

        await using var last = await EmulatorProcess.Start(_folder.Path);
        using var final = new EmulatorClient(last.Address);
        (await final.Patch($"/jobs/{job}", """{"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);
        await final.JobIs(job!, "completed");
        Assert.Equal(120, (await final.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task A_jobs_own_tasks_and_pool_go_on_where_a_kill_cut_them_off()
    {
        string preparing, releasing, managed, pool, autoPool;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            pool = await client.Pool(nodes: 1, slots: 4);
            const string once = "test -e $AZ_BATCH_TASK_WORKING_DIR/tried && exit 0; touch tried; sleep 600";
            preparing = await client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", once));
            releasing = await client.Job(pool, JobTaskSteps.JobTask("jobPreparationTask", "true") + JobTaskSteps.JobTask("jobReleaseTask", once));
            managed = EmulatorFixture.UniqueId("job");
            var manager = JobTaskSteps.JobTask("jobManagerTask", once, ""","id":"manager" """);
            (await client.Post("/jobs", $$"""{"id":"{{managed}}","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"a","targetDedicatedNodes":1} } } {{manager}} }""")).Expect(HttpStatusCode.Created);
            autoPool = (await client.Get($"/jobs/{managed}")).Json.GetProperty("executionInfo").Text("poolId");
            await client.Task(releasing, "1", "/bin/true");
            await client.TaskIs(releasing, "1", "completed");
            (await client.Post($"/jobs/{releasing}/terminate")).Expect(HttpStatusCode.Accepted);
            await client.Task(preparing, "1", "/bin/true");
            await Started(client, pool, $"workitems/{preparing}/job-1/jobpreparation/wd/tried");
            await Started(client, pool, $"workitems/{releasing}/job-1/jobrelease/wd/tried");
            await Started(client, autoPool, $"workitems/{managed}/job-1/manager/wd/tried");
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.Equal("success", (await again.TaskIs(preparing, "1", "completed")).GetProperty("executionInfo").Text("result"));
        await again.JobIs(releasing, "completed");
        Assert.Equal("success", Assert.Single(await again.NodesOf(releasing)).GetProperty("jobReleaseTaskExecutionInfo").Text("result"));
        Assert.Equal("JMComplete", (await again.JobIs(managed, "completed")).GetProperty("executionInfo").Text("terminateReason"));
        Assert.Equal(1, (await again.Get($"/jobs/{managed}/tasks/manager")).Json.GetProperty("executionInfo").Number("requeueCount"));
        await Batch.Until(async () => (await again.Get($"/pools/{autoPool}")).Status == HttpStatusCode.NotFound, "the auto pool is gone");
    }

    private static Task Started(EmulatorClient client, string pool, string path) => Batch.Until(
        async () =>
        {
            var node = (await client.Get($"/pools/{pool}/nodes")).Json.GetProperty("value").EnumerateArray().FirstOrDefault();
            return node.ValueKind == JsonValueKind.Object && (await client.Get($"/pools/{pool}/nodes/{node.Id()}/files/{Uri.EscapeDataString(path)}")).Status == HttpStatusCode.OK;
        },
        $"{path} is there");

    [Fact]
    public async Task Nodes_go_on_with_their_start_and_keep_what_was_done_to_them()
    {
        string starting, working;
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            starting = await client.Pool(more: NodeSteps.StartTask("test -e $AZ_BATCH_NODE_SHARED_DIR/again && exit 0; touch $AZ_BATCH_NODE_SHARED_DIR/again; exec sleep 600"));
            var node = await client.NodeIs(starting, "waitingforstarttask");
            await Batch.Until(async () => (await client.Get($"/pools/{starting}/nodes/{node.Id()}/files/shared%2Fagain")).Status == HttpStatusCode.OK, "the start task runs");
            working = await client.Pool(nodes: 2, more: NodeSteps.StartTask("true"));
            await Batch.Until(async () => (await client.Get($"/pools/{working}/nodes?$filter=state%20eq%20'idle'")).Ids.Count() == 2, "both nodes are idle");
            (await client.Post($"/pools/{working}/nodes/{(await client.Get($"/pools/{working}/nodes")).Ids.First()}/disablescheduling")).Expect(HttpStatusCode.OK);
            await client.NodeWith(working, candidate => candidate.GetProperty("state").GetString() == "offline", "one node is offline");
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        Assert.Equal("success", (await again.NodeIs(starting, "idle")).GetProperty("startTaskInfo").GetProperty("result").GetString());
        var nodes = (await again.Get($"/pools/{working}/nodes")).Json.GetProperty("value").EnumerateArray().ToList();
        Assert.Equal(["offline", "idle"], nodes.Select(node => node.GetProperty("state").GetString()));
        Assert.All(nodes, node => Assert.Equal("success", node.GetProperty("startTaskInfo").GetProperty("result").GetString()));
        Assert.Equal("disabled", nodes[0].GetProperty("schedulingState").GetString());
    }

    [Fact]
    public async Task A_second_emulator_on_the_same_folder_says_what_is_wrong()
    {
        await using var first = await EmulatorProcess.Start(_folder.Path);

        var error = await Assert.ThrowsAsync<IOException>(() => EmulatorHost.StartAsync(new() { Location = _folder.Path, HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken));

        Assert.Contains("another emulator", error.Message, StringComparison.Ordinal);
        using var client = new EmulatorClient(first.Address);
        (await client.Get("/jobs")).Expect(HttpStatusCode.OK);
    }

    private static (int Requeues, int ExitCode) Execution(JsonElement task) =>
        (task.GetProperty("executionInfo").GetProperty("requeueCount").GetInt32(), task.GetProperty("executionInfo").GetProperty("exitCode").GetInt32());

    /// <summary>A zombie that waits for its parent is dead.</summary>
    private static bool IsAlive(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
