using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Runs;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Makes the histories of collecting, as <see cref="RecordHistories"/> makes the others.</summary>
public sealed class RecordWorkloads(AppFixture fixture)
{
    [Fact(Explicit = true)]
    public async Task Write_the_histories_of_collecting()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        Recorder recorder = new(app);

        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 2, "maxWait": "PT3S" """));
        await app.FilesAsync(workload, "a", "b", "c");
        await app.RunsAsync(workload, 2);
        await recorder.SaveAsync("collect-ended", Ids.CollectorInstance(workload));
    }

    [Fact(Explicit = true)]
    public async Task Write_the_history_of_a_run_within_a_cap()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite);
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, $$"""
            { "schemaVersion": "1.0", "rule": { "maxFiles": 1 }, "maxActiveTasks": 2, "manifest": {{TestManifests.Commands("m", [.. Enumerable.Repeat("/bin/sleep 0.2", 5)])}} }
            """);
        await app.FilesAsync(workload, "a");
        JsonElement run = Assert.Single(await app.RunsAsync(workload, 1));
        await new Recorder(app).SaveAsync("run-within-cap", Ids.RunInstance(run.GetProperty("id").GetString()!));
    }
}
