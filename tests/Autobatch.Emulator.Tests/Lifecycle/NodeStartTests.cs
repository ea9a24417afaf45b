using System.Text.Json;
using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Scheduling;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tests.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>The start of one node, step by step: no loop, no process and no clock moves it on.</summary>
public sealed class NodeStartTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly Journal _journal = new(new MemoryStateStore(), TimeProvider.System);
    private readonly Wakeup _wakeup;
    private readonly World _world;
    private readonly NodeStart _start;

    public NodeStartTests()
    {
        _world = new(_time, _journal, new());
        _wakeup = new(_time);
        _start = new(_world, _wakeup, new(_world, new NoStorage()), new(_world));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _wakeup.Dispose();
    }

    /// <summary>A task may be there before the packages are, and the start task may wait for that task: nothing else would wake the loop.</summary>
    [Theory]
    [InlineData(false, nameof(NodeState.Idle), true)]
    [InlineData(true, nameof(NodeState.WaitingForStartTask), false)]
    public void A_node_that_takes_tasks_beside_its_start_task_wakes_the_loop(bool waits, string state, bool wakes)
    {
        var run = Begin($$"""{"commandLine":"x","waitForSuccess":{{(waits ? "true" : "false")}}}""");

        Assert.True(_start.Deployed(run, []));

        Assert.Equal(state, run.Node.Record.State.Current.ToString());
        Assert.Equal(wakes, _wakeup.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public void A_start_that_was_stopped_wakes_nobody_and_changes_nothing()
    {
        var run = Begin("""{"commandLine":"x","waitForSuccess":false}""");
        run.Stop(StopIntent.Discard);

        Assert.False(_start.Deployed(run, []));

        Assert.Equal(NodeState.Starting, run.Node.Record.State.Current);
        Assert.False(_wakeup.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    private StartRun Begin(string startTask)
    {
        var definition = JsonElement.Parse($$"""{"id":"p","vmSize":"x","startTask":{{startTask}}}""");
        var now = _world.Now();
        var pool = new PoolEntry(_world.FirstAccount!, new() { Id = "p", CreationTime = now, LastModified = now, State = new(PoolState.Active, now), Allocation = new(AllocationState.Steady, now), Definition = definition, Traits = PoolTraits.Read(definition), ResizeTimeout = "PT15M" });
        var node = new NodeEntry(pool, new() { Id = "n", Dedicated = true, AllocationTime = now, LastBootTime = now, State = new(NodeState.Creating, now) });
        _start.Begin(node, wipe: false);
        return Assert.Single(_start.Take());
    }
}
