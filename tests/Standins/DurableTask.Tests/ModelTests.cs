using Autobatch.Histories;
using Autobatch.Standins.DurableTask.Tests.Model;
using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable.History;
using CsCheck;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests;

/// <summary>Random orchestrations against a model of a few lines.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(1000, false)]
    public async Task Random_orchestrations_do_what_the_model_says(int cachedInstances, bool onDisk)
    {
        // With room for one instance in memory nearly every step begins with a replay.
        EngineFixture? running = null;
        await using EngineFixture engine = running = await EngineFixture.StartAsync(
            Interpreter.App(() => running!.Client), onDisk: onDisk, options: new() { MaxCachedInstances = cachedInstances });
        await Programs.Of(3).SampleAsync(
            async program =>
            {
                OrchestrationMetadata end = await engine.RunAsync("Run", new StepInput(program));
                Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end}: {end.FailureDetails}");
                Assert.Equal(Programs.Expect(program), end.ReadOutputAs<string>());
                CheckHistory(engine.History(end.InstanceId));
                HistoryReplayer.Replay(end.InstanceId, engine.History(end.InstanceId), engine.App);
                PurgeResult purged = await engine.Client.PurgeInstanceAsync(end.InstanceId, new PurgeInstanceOptions(Recursive: true));
                Assert.Equal(1 + Programs.Children(program), purged.PurgedInstanceCount);
            },
            iter: 60,
            threads: 4);
        foreach (string table in (string[])["Instances", "History", "Inbox", "Tasks", "Timers"])
            await Until.TrueAsync(() => engine.Count(table) == 0, $"no rows are left in {table}");
    }

    /// <summary>Every event that answers another one comes after it, and once.</summary>
    private static void CheckHistory(List<HistoryEvent> history)
    {
        HashSet<int> open = [];
        int nextId = 0;
        foreach (HistoryEvent item in history)
        {
            switch (item)
            {
                case TaskScheduled or TimerCreated or SubOrchestrationInstanceCreated or EventSent:
                    Assert.Equal(nextId++, item.EventId);
                    open.Add(item.EventId);
                    break;
                case TaskCompleted { TaskScheduledId: int id }:
                    Assert.True(open.Remove(id), $"TaskCompleted {id} answers nothing");
                    break;
                case TaskFailed { TaskScheduledId: int id }:
                    Assert.True(open.Remove(id), $"TaskFailed {id} answers nothing");
                    break;
                case SubOrchestrationInstanceCompleted { TaskScheduledId: int id }:
                    Assert.True(open.Remove(id), $"SubOrchestrationInstanceCompleted {id} answers nothing");
                    break;
                case TimerFired { TimerId: int id }:
                    Assert.True(open.Remove(id), $"TimerFired {id} answers nothing");
                    break;
            }
        }
        Assert.Equal(
            ["ExecutionCompleted", "OrchestratorCompleted"], history.TakeLast(2).Select(item => item.EventType));
    }
}
