using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Tasks that run on several nodes at once (FACTS C.3), with real processes.</summary>
public sealed class MultiInstanceTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string InterNode = ""","enableInterNodeCommunication":true""";

    private EmulatorClient Client => emulator.Client;

    [Fact]
    public async Task The_coordination_command_runs_on_every_node_before_the_primary_runs_the_task_and_each_knows_its_place()
    {
        var (pool, job) = await JobOn(nodes: 3);
        await Add(
            job,
            "mpi",
            3,
            "echo app $AZ_BATCH_IS_CURRENT_NODE_MASTER; ls $AZ_BATCH_TASK_SHARED_DIR; pwd",
            "echo $AZ_BATCH_IS_CURRENT_NODE_MASTER $AZ_BATCH_HOST_LIST $AZ_BATCH_NODE_LIST $AZ_BATCH_MASTER_NODE; echo $CCP_NODES; echo x > $AZ_BATCH_TASK_SHARED_DIR/ready; pwd");

        var task = await Client.TaskIs(job, "mpi", "completed");

        Assert.Equal("success", task.GetProperty("executionInfo").Text("result"));
        var subtasks = await Subtasks(job, "mpi");
        Assert.Equal([1, 2], subtasks.Select(subtask => subtask.Number("id")));
        Assert.All(subtasks, subtask => Assert.Equal(
            ("completed", "running", "success", 0), (subtask.Text("state"), subtask.Text("previousState"), subtask.Text("result"), subtask.Number("exitCode"))));
        var nodes = subtasks.Select(subtask => subtask.GetProperty("nodeInfo")).Prepend(task.GetProperty("nodeInfo")).ToList();
        Assert.Equal(3, nodes.Select(node => node.Text("nodeId")).Distinct().Count());
        Assert.Equal($"workitems/{job}/job-1/mpi/2", nodes[2].Text("taskRootDirectory"));

        var primary = (await Client.Get($"/jobs/{job}/tasks/mpi/files/stdout.txt")).Text.Split('\n');
        var addresses = await Task.WhenAll(nodes.Select(async node => (await Client.Get($"/pools/{pool}/nodes/{node.Text("nodeId")}")).Json.Text("ipAddress")));
        Assert.Equal($"true {string.Join(',', addresses)} {string.Join(';', addresses)} {addresses[0]}:6000", primary[0]);
        Assert.Equal($"3 {string.Join(' ', addresses.Select(address => $"{address} 2"))}", primary[1]);
        Assert.Equal("app true", primary[3]);
        Assert.Equal(primary[2], primary[^2]);
        Assert.Contains("ready", primary);
        var output = (await Client.NodeFile(pool, nodes[2].Text("nodeId"), $"{nodes[2].Text("taskRootDirectory")}/stdout.txt")).Split('\n');
        Assert.StartsWith($"false {addresses[0]},", output[0], StringComparison.Ordinal);
        Assert.EndsWith("/mpi/2/wd", output[2], StringComparison.Ordinal);
        Assert.Equal("x\n", await Client.NodeFile(pool, nodes[2].Text("nodeId"), $"workitems/{job}/job-1/mpi/ready"));
        var recent = (await Client.Get($"/pools/{pool}/nodes/{nodes[2].Text("nodeId")}")).Json.GetProperty("recentTasks")[0];
        Assert.Equal(("mpi", 2), (recent.Text("taskId"), recent.Number("subtaskId")));
    }

    [Fact]
    public async Task Each_node_has_an_address_of_its_own_where_the_same_port_is_free()
    {
        var (pool, _) = await JobOn(nodes: 3);
        var addresses = (await Client.Get($"/pools/{pool}/nodes")).Json.GetProperty("value").EnumerateArray().Select(node => IPAddress.Parse(node.Text("ipAddress"))).ToList();
        Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(address)));
        Assert.Equal(addresses[1].ToString(), (await Client.Get($"/pools/{pool}/nodes?$filter=ipAddress eq '{addresses[1]}'")).Json.GetProperty("value")[0].Text("ipAddress"));

        List<TcpListener> listeners = [];
        foreach (var address in addresses)
        {
            var listener = new TcpListener(address, listeners.Count == 0 ? 0 : ((IPEndPoint)listeners[0].LocalEndpoint).Port);
            listeners.Add(listener);
            listener.Start();
        }

        Assert.Equal(3, addresses.Distinct().Count());
        listeners.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public async Task What_the_coordination_command_starts_serves_the_task_and_ends_with_it()
    {
        var (pool, job) = await JobOn(nodes: 2);
        await Add(
            job,
            "1",
            2,
            "i=0; while [ $i -lt 600 ] && ! grep -q beat $AZ_BATCH_TASK_WORKING_DIR/beats; do sleep 0.1; i=$((i+1)); done; cat service; exit 0",
            "(echo $$ > service; while :; do echo beat >> beats; sleep 0.2; done) & ");

        var task = await Client.TaskIs(job, "1", "completed");

        Assert.Equal("success", task.GetProperty("executionInfo").Text("result"));
        foreach (var node in (await Subtasks(job, "1")).Select(subtask => subtask.GetProperty("nodeInfo")).Append(task.GetProperty("nodeInfo")))
        {
            var beats = Path.Combine(emulator.NodeFolder(pool, node.Text("nodeId")), node.Text("taskRootDirectory"), "wd", "beats");
            Assert.True(File.Exists(beats));
            Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), process => RunsIn(process, Path.GetDirectoryName(beats)!));
        }
    }

    [Fact]
    public async Task A_coordination_command_that_fails_anywhere_fails_the_task_which_is_retried_up_to_its_limit()
    {
        var (_, job) = await JobOn(nodes: 2);
        await Add(job, "1", 2, "echo never", "[ $AZ_BATCH_IS_CURRENT_NODE_MASTER = true ] && exec sleep 600; exit 7", ""","constraints":{"maxTaskRetryCount":1}""");

        var execution = (await Client.TaskIs(job, "1", "completed")).GetProperty("executionInfo");

        Assert.Equal(("failure", 7, 1), (execution.Text("result"), execution.Number("exitCode"), execution.Number("retryCount")));
        Assert.Equal("FailureExitCode", execution.GetProperty("failureInfo").Text("code"));
        var subtask = Assert.Single(await Subtasks(job, "1"));
        Assert.Equal((7, "failure", "FailureExitCode"), (subtask.Number("exitCode"), subtask.Text("result"), subtask.GetProperty("failureInfo").Text("code")));
        Assert.DoesNotContain("never", (await Client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(4, InterNode)]
    public async Task On_a_pool_that_does_not_fit_it_stays_active_and_others_pass_it(int slots, string more)
    {
        var job = await Client.Job(await Client.Pool(nodes: 2, slots, more));
        await Add(job, "multi", 2, "true", "true");
        await Client.Task(job, "plain", "/bin/true");

        await Client.TaskIs(job, "plain", "completed");

        Assert.Equal("active", (await Client.Get($"/jobs/{job}/tasks/multi")).Json.Text("state"));
        Assert.Empty(await Subtasks(job, "multi"));
        Assert.Empty(await Subtasks(job, "plain"));
    }

    [Fact]
    public async Task When_one_of_its_nodes_is_taken_away_the_whole_task_runs_again()
    {
        var (pool, job) = await JobOn(nodes: 2);
        await Add(job, "1", 2, "[ -e $AZ_BATCH_NODE_SHARED_DIR/again ] && exit 0; touch $AZ_BATCH_NODE_SHARED_DIR/again; sleep 600", "true");
        await Batch.Until(async () => (await Subtasks(job, "1")).Count == 1, "the subtask is there");
        var primary = (await Client.Get($"/jobs/{job}/tasks/1")).Json.GetProperty("nodeInfo").Text("nodeId");
        await Batch.Until(async () => (await Client.Get($"/pools/{pool}/nodes/{primary}/files/shared%2Fagain")).Status == HttpStatusCode.OK, "the command runs");
        var node = Assert.Single(await Subtasks(job, "1")).GetProperty("nodeInfo").Text("nodeId");

        (await Client.Post($"/pools/{pool}/nodes/{node}/reboot")).Expect(HttpStatusCode.Accepted);

        var task = await Client.TaskIs(job, "1", "completed");
        Assert.Equal(("success", 1), (task.GetProperty("executionInfo").Text("result"), task.GetProperty("executionInfo").Number("requeueCount")));
    }

    [Fact]
    public async Task Terminating_it_ends_all_instances_and_deleting_it_removes_their_directories()
    {
        var (pool, job) = await JobOn(nodes: 2);
        await Add(job, "1", 2, "sleep 600", "true");
        await Client.TaskIs(job, "1", "running");
        var folders = (await Client.Get($"/pools/{pool}/nodes")).Ids.Select(node => Path.Combine(emulator.NodeFolder(pool, node), "workitems", job, "job-1", "1")).ToList();
        await Batch.Until(() => Task.FromResult(folders.TrueForAll(Directory.Exists)), "both instances have begun");

        (await Client.Post($"/jobs/{job}/tasks/1/terminate")).Expect(HttpStatusCode.NoContent);

        var subtask = Assert.Single(await Subtasks(job, "1"));
        Assert.Equal("completed", subtask.Text("state"));
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));
        (await Client.Delete($"/jobs/{job}/tasks/1")).Expect(HttpStatusCode.OK);
        Assert.All(folders, folder => Assert.False(Directory.Exists(folder)));
        Assert.Equal("TaskNotFound", (await Client.Get($"/jobs/{job}/tasks/1/subtasksinfo")).Code);
    }

    [Theory]
    [InlineData("""{"numberOfInstances":2}""", "MissingRequiredProperty")]
    [InlineData("""{"numberOfInstances":0,"coordinationCommandLine":"x"}""", "InvalidPropertyValue")]
    [InlineData("""{"numberOfInstances":101,"coordinationCommandLine":"x"}""", "InvalidPropertyValue")]
    [InlineData("""{"numberOfInstances":2,"coordinationCommandLine":"x","commonResourceFiles":[{"filePath":"a"}]}""", "InvalidPropertyValue")]
    [InlineData("""{"numberOfInstances":2,"coordinationCommandLine":"x","what":1}""", "InvalidRequestBody")]
    [InlineData("""{"numberOfInstances":2,"coordinationCommandLine":"x"},"requiredSlots":2""", "InvalidPropertyValue")]
    public async Task Settings_that_cannot_be_are_refused(string settings, string code)
    {
        var job = await Client.Job("no-such-pool");

        var answer = await Client.Post($"/jobs/{job}/tasks", $$"""{"id":"1","commandLine":"x","multiInstanceSettings":{{settings}} }""");

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    private async Task<(string Pool, string Job)> JobOn(int nodes)
    {
        var pool = await Client.Pool(nodes, slots: 1, InterNode);
        return (pool, await Client.Job(pool));
    }

    private static bool RunsIn(string process, string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Task Add(string job, string id, int instances, string script, string coordination, string more = "") => Client.Task(
        job,
        id,
        $"/bin/sh -c '{script}'",
        $$""","multiInstanceSettings":{"numberOfInstances":{{instances}},"coordinationCommandLine":{{JsonSerializer.Serialize($"/bin/sh -c '{coordination}'")}} }""" + more);

    private async Task<List<JsonElement>> Subtasks(string job, string task) =>
        [.. (await Client.Get($"/jobs/{job}/tasks/{task}/subtasksinfo")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray()];
}
