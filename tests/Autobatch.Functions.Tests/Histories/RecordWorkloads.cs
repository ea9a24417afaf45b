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
}
