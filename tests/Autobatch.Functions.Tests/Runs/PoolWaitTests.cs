using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Runs;

public sealed class PoolWaitTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_resize_is_waited_for_by_its_code_until_the_pool_gets_nodes()
    {
        await PoolAsync("stuck");
        await FaultsAsync("""{ "kind": "resizeError", "poolId": "stuck", "code": "AccountCoreQuotaReached", "times": 1 }""");

        string id = await _app.DropAsync("Jobs", "stuck.job.json", OnPool("stuck"));
        JsonElement waiting = await _app.WaitingAsync(id, "PoolResizeError");
        await _app.Batch.ResizePoolAsync("stuck", Encoding.UTF8.GetBytes("""{ "targetDedicatedNodes": 1 }"""), Cancel);

        Assert.Contains("AccountCoreQuotaReached", waiting.GetProperty("waitingDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Completed", (await _app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Failed_start_task_is_waited_for_by_name_until_a_node_starts()
    {
        using TemporaryFolder mended = new();
        await PoolAsync("unmended", $$""", "startTask": { "commandLine": "/bin/sh -c 'test -e {{mended["yes"]}}'", "waitForSuccess": true, "maxTaskRetryCount": 0 }""");

        string id = await _app.DropAsync("Jobs", "unmended.job.json", OnPool("unmended"));
        await _app.WaitingAsync(id, "StartTaskFailed");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        await RebootAsync("unmended");

        Assert.Equal("Completed", (await _app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Capped_run_that_still_adds_tasks_names_what_keeps_its_pool()
    {
        using TemporaryFolder mended = new();
        await PoolAsync("capped", $$""", "startTask": { "commandLine": "/bin/sh -c 'test -e {{mended["yes"]}}'", "waitForSuccess": true, "maxTaskRetryCount": 0 }""");
        string workload = WorkloadSteps.Unique();
        await _app.WorkloadAsync(workload, $$"""
            { "schemaVersion": "1.0", "rule": { "maxFiles": 1 }, "maxActiveTasks": 1, "manifest": {{OnPool("capped").Replace(", \"dependsOn\": { \"taskIds\": [\"a\"] }", "", StringComparison.Ordinal)}} }
            """);
        await _app.FilesAsync(workload, "f");
        await _app.SomeRunAsync(workload);
        string id = (await _app.GetAsync($"api/runs?workload={workload}")).GetProperty("runs")[0].GetProperty("id").GetString()!;

        JsonElement waiting = await _app.WaitingAsync(id, "StartTaskFailed");
        await File.WriteAllTextAsync(mended["yes"], "", Cancel);
        await RebootAsync("capped");
        JsonElement run = await _app.EndOfAsync(id);

        Assert.Contains("'capped'", waiting.GetProperty("waitingDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal(("Completed", 2), (run.GetProperty("status").GetString(), run.GetProperty("tasks").GetProperty("succeeded").GetInt32()));
    }

    [Fact]
    public async Task Lost_nodes_are_waited_for_by_name_until_one_is_back()
    {
        await PoolAsync("lost");
        await _app.EndOfAsync(await _app.DropAsync("Jobs", "lost-first.job.json", OnPool("lost")));
        await FaultsAsync("""{ "kind": "nodeLoss", "poolId": "lost", "times": 1 }""");
        await Wait.UntilAsync(async () => (await NodeAsync("lost")).State == NodeStates.Unusable, "the node is lost", cancellationToken: Cancel);

        string id = await _app.DropAsync("Jobs", "lost.job.json", OnPool("lost"));
        await _app.WaitingAsync(id, "NodesUnusable");
        await RebootAsync("lost");

        Assert.Equal("Completed", (await _app.EndOfAsync(id)).GetProperty("status").GetString());
    }

    private static string OnPool(string pool) => $$"""
        { "schemaVersion": "1.0", "id": "{{pool}}", "poolInfo": { "poolId": "{{pool}}" },
          "tasks": [ { "id": "a", "commandLine": "/bin/true" }, { "id": "b", "commandLine": "/bin/true", "dependsOn": { "taskIds": ["a"] } } ] }
        """;

    private Task<string> PoolAsync(string id, string more = "") => _app.UploadAsync("Pools", $"{id}.pool.json", BinaryData.FromString($$"""
        { "vmSize": "STANDARD_D2S_V3", "targetDedicatedNodes": 1,
          "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } }
          {{more}} }
        """));

    // Rules of other tests stay: each names its own pool.
    private async Task FaultsAsync(string rule)
    {
        using HttpClient http = new() { BaseAddress = _app.Emulator.HttpAddress };
        JsonElement present = JsonElement.Parse(await http.GetStringAsync("_emulator/faults", Cancel));
        IEnumerable<string> rules = present.GetProperty("rules").EnumerateArray().Select(r => r.GetRawText()).Append(rule);
        using StringContent body = new($$"""{ "rules": [ {{string.Join(", ", rules)}} ] }""", Encoding.UTF8, "application/json");
        (await http.PutAsync("_emulator/faults", body, Cancel)).EnsureSuccessStatusCode();
    }

    private async Task<NodeState> NodeAsync(string pool) => await _app.Batch.ListNodesAsync(pool, cancellationToken: Cancel).FirstAsync(Cancel);

    private async Task RebootAsync(string pool) => await _app.PostToBatchAsync($"pools/{pool}/nodes/{(await NodeAsync(pool)).Id}/reboot", "{}");
}
