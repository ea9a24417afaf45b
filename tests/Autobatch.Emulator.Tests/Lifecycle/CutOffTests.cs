using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Tests.RandomOperations;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What was acknowledged and had only begun when the emulator was killed.</summary>
public sealed class CutOffTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private SteppedEmulator _emulator;

    public CutOffTests() => _emulator = new(_time, new(), new RowStore());

    private NodeEntry Node => Assert.Single(_emulator.State.Pools["p"].Nodes.Values);

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task A_machine_that_is_started_again_is_empty_also_when_the_kill_came_before_it_was_emptied()
    {
        await NodeAsync();
        await SendAsync("POST", $"/pools/p/nodes/{Node.Record.Id}/deallocate");
        await _emulator.SettleAsync();
        await SendAsync("POST", $"/pools/p/nodes/{Node.Record.Id}/start");

        await KillAsync();

        Assert.Equal(NodeState.Idle, Node.Record.State.Current);
        Assert.Equal(Node.Record.LastBootTime, Node.Record.LastReimageTime);
    }

    [Fact]
    public async Task A_preempted_node_comes_back_empty_also_when_the_kill_came_before_it_was_emptied()
    {
        await NodeAsync();
        await SendAsync("POST", "/_emulator/faults", """{"kind":"preemption","poolId":"p","recoverAfter":"PT10M"}""");
        await _emulator.SettleAsync();
        Assert.Equal(NodeState.Preempted, Node.Record.State.Current);
        _time.Advance(TimeSpan.FromMinutes(11));
        _emulator.Agent.Disk = new TaskCompletionSource().Task;
        _emulator.ForcePass();
        Assert.Equal(NodeState.Creating, Node.Record.State.Current);
        await SendAsync("DELETE", "/_emulator/faults");

        await KillAsync();

        Assert.Equal(NodeState.Idle, Node.Record.State.Current);
        Assert.Equal(Node.Record.LastBootTime, Node.Record.LastReimageTime);
    }

    [Theory]
    [InlineData("terminate", "terminate", TaskState.Completed)]
    [InlineData("wait", "terminate", TaskState.Completed)]
    [InlineData("requeue", "requeue", TaskState.Active)]
    internal async Task Tasks_of_a_job_that_was_disabled_end_as_it_was_asked_for(string first, string then, TaskState expected)
    {
        await NodeAsync();
        await SendAsync("POST", "/jobs", """{"id":"j","poolInfo":{"poolId":"p"}}""");
        await SendAsync("POST", "/jobs/j/tasks", """{"id":"1","commandLine":"x"}""");
        await _emulator.SettleAsync();
        _emulator.Agent.Resist();
        await SendAsync("POST", "/jobs/j/disable", $$"""{"disableTasks":"{{first}}"}""");
        await SendAsync("POST", "/jobs/j/disable", $$"""{"disableTasks":"{{then}}"}""");

        await KillAsync();

        Assert.Equal((JobState.Disabled, expected), (_emulator.State.Jobs["j"].Record.State.Current, _emulator.State.Jobs["j"].Tasks["1"].Record.State.Current));
    }

    private async Task NodeAsync()
    {
        await SendAsync("POST", "/pools", """{"id":"p","vmSize":"x","targetLowPriorityNodes":1}""");
        await _emulator.SettleAsync();
        Assert.Equal(NodeState.Idle, Node.Record.State.Current);
    }

    private async Task KillAsync()
    {
        _emulator = await _emulator.KilledAsync();
        await _emulator.SettleAsync();
    }

    private async Task SendAsync(string method, string path, string? body = null) => Assert.InRange((await _emulator.SendAsync(method, path, body)).Status, 200, 299);
}
