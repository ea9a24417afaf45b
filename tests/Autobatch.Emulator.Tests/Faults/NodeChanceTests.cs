using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Access;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Nodes, files and start tasks that fail by chance. The rules are one set for the whole emulator, so these tests run one after the other.</summary>
public sealed class NodeChanceTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IAsyncLifetime
{
    private readonly EmulatorClient _client = emulator.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _client.NoRules(emulator.Host);

    [Fact]
    public async Task A_node_is_lost_some_time_after_a_task_has_started_there()
    {
        var pool = await _client.Pool(slots: 1);
        var job = await _client.Job(pool);
        await _client.Rule(emulator.Host, "loss", $$"""{"kind":"nodeLoss","poolId":"{{pool}}","skip":1,"times":1,"after":"PT0.2S","recoverAfter":"PT0.1S"}""");
        await _client.Task(job, "spared", "/bin/true");
        await _client.TaskIs(job, "spared", "completed");

        await _client.Task(job, "struck", "/bin/sleep 600");

        await Batch.Until(
            async () => (await _client.Get($"/jobs/{job}/tasks/struck")).Json is var task && task.Text("state") == "running" && task.GetProperty("executionInfo").Number("requeueCount") == 1,
            "the task runs again");
        Assert.Equal(0, (await _client.Get($"/jobs/{job}/tasks/spared")).Json.GetProperty("executionInfo").Number("requeueCount"));
        var rule = await _client.Rule(emulator.Host, "loss");
        Assert.Equal((2, 1), (rule.Number("seen"), rule.Number("applied")));
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_rule_that_is_removed_in_time_spares_the_node()
    {
        var pool = await _client.Pool(slots: 1);
        var node = await _client.NodeIs(pool, "idle");
        var job = await _client.Job(pool);
        await _client.Rule(emulator.Host, "loss", $$"""{"kind":"nodeLoss","poolId":"{{pool}}","after":"PT1H"}""");
        await _client.Task(job, "1", "/bin/sh -c 'until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done'");
        await _client.TaskIs(job, "1", "running");

        await _client.NoRules(emulator.Host);

        // A task is running before its node has made the directories.
        var shared = Directory.CreateDirectory(Path.Combine(emulator.NodeFolder(pool, node.Id()), "shared"));
        await File.WriteAllTextAsync(Path.Combine(shared.FullName, "go"), "", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo").Number("requeueCount"));
    }

    [Fact]
    public async Task Low_priority_nodes_are_preempted_by_chance_and_all_tasks_end_nevertheless()
    {
        var pool = await _client.Pool(nodes: 0, slots: 2, ""","targetLowPriorityNodes":2""");
        var job = await _client.Job(pool);
        await _client.Rule(emulator.Host, "spot", $$"""{"kind":"preemption","poolId":"{{pool}}","probability":0.3,"seed":5,"recoverAfter":"PT0.05S"}""");

        for (var i = 0; i < 20; i++)
        {
            await _client.Task(job, $"{i}", "/bin/sleep 0.05");
        }

        await Batch.Until(async () => (await _client.Get($"/jobs/{job}/taskcounts")).Json.GetProperty("taskCounts").Number("succeeded") == 20, "all tasks have succeeded");
        var rule = await _client.Rule(emulator.Host, "spot");
        Assert.InRange(rule.Number("applied"), 1, rule.Number("seen") - 20);
    }

    [Fact]
    public async Task A_start_task_fails_by_chance()
    {
        await _client.Rule(emulator.Host, "boot", """{"kind":"startTaskFailed","skip":1}""");
        var pool = await _client.Pool(more: NodeSteps.StartTask("true"));
        await _client.NodeIs(pool, "idle");

        await _client.Reboot(pool, "starttaskfailed");
    }

    [Fact]
    public async Task A_resource_file_does_not_arrive_and_the_next_time_it_does()
    {
        var pool = await _client.Pool();
        await _client.Rule(emulator.Host, "files", $$"""{"kind":"resourceFileFailed","poolId":"{{pool}}","times":1}""");
        var file = StorageSteps.ByBlob(new Uri(emulator.Host.HttpAddress, "/_emulator/operations").AbsoluteUri);

        Assert.Equal("BlobDownloadMiscError", await _client.Outcome(pool, file));
        Assert.StartsWith("{\"operations\"", await _client.Outcome(pool, file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_file_is_not_sent()
    {
        var pool = await _client.Pool();
        await _client.Rule(emulator.Host, "upload", $$"""{"kind":"outputUploadFailed","poolId":"{{pool}}","times":1}""");
        var job = await _client.Job(pool);

        await _client.Task(job, "1", "/bin/echo x", StorageSteps.Output(new Uri(emulator.Host.HttpAddress, "/account/container").AbsoluteUri));

        var info = (await _client.TaskIs(job, "1", "completed")).GetProperty("executionInfo");
        Assert.Equal(("failure", 0), (info.GetProperty("result").GetString(), info.Number("exitCode")));
        Assert.Equal("FileUploadMiscError", info.GetProperty("failureInfo").GetProperty("code").GetString());
        Assert.Contains("/_emulator/faults", info.GetProperty("failureInfo").GetProperty("details").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await _client.Rule(emulator.Host, "upload")).Number("applied"));
    }
}
