using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Functions.Workloads;
using Autobatch.Histories;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Makes the histories of collecting, as <see cref="RecordHistories"/> makes the others.</summary>
public sealed class RecordWorkloads(AppFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

        workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 2 """));
        await app.FilesAsync(workload, "a");
        await Recorder.WriteAsync("collect-first-generation", await TurnedOverAsync(app, Ids.CollectorInstance(workload)));
    }

    // Each signal is a look; after some of them the orchestration goes over to a fresh history.
    private static async Task<IReadOnlyList<HistoryEvent>> TurnedOverAsync(RunningApp app, string instance)
    {
        DurableTaskClient client = app.Services.GetRequiredService<DurableTaskClient>();
        IReadOnlyList<HistoryEvent> first = [];
        await Wait.UntilAsync(
            async () =>
            {
                await client.RaiseEventAsync(instance, CollectFiles.Signal, "again", Token);
                first = HistoryRecorder.Read(Recorder.Database(app), instance, 0);
                return first.OfType<ContinueAsNew>().Any();
            },
            "collecting turns over",
            TimeSpan.FromMinutes(3),
            Token);
        return first;
    }
}
