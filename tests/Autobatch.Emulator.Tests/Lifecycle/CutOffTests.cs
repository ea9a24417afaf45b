using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Tests.Lifecycle;

/// <summary>What was acknowledged and had only begun when the emulator was killed.</summary>
public sealed class CutOffTests : SteppedTest
{
    private NodeEntry Node => Assert.Single(Emulator.State.Pools["p"].Nodes.Values);

    [Fact]
    public async Task A_machine_that_is_started_again_is_empty_also_when_the_kill_came_before_it_was_emptied()
    {
        await NodeAsync();
        await PostAsync($"/pools/p/nodes/{Node.Record.Id}/deallocate");
        await SendAsync("POST", $"/pools/p/nodes/{Node.Record.Id}/start");

        await KillAsync();

        Assert.Equal(NodeState.Idle, Node.Record.State.Current);
        Assert.Equal(Node.Record.LastBootTime, Node.Record.LastReimageTime);
    }

    [Fact]
    public async Task A_preempted_node_comes_back_empty_also_when_the_kill_came_before_it_was_emptied()
    {
        await NodeAsync();
        await PostAsync("/_emulator/faults", """{"kind":"preemption","poolId":"p","recoverAfter":"PT10M"}""");
        Assert.Equal(NodeState.Preempted, Node.Record.State.Current);
        Emulator.Time.Advance(TimeSpan.FromMinutes(11));
        Emulator.Agent.Disk = new TaskCompletionSource().Task;
        Emulator.ForcePass();
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
        await JobAsync();
        await TaskAsync("1");
        Emulator.Agent.Resist();
        await SendAsync("POST", "/jobs/j/disable", $$"""{"disableTasks":"{{first}}"}""");
        await SendAsync("POST", "/jobs/j/disable", $$"""{"disableTasks":"{{then}}"}""");

        await KillAsync();

        Assert.Equal((JobState.Disabled, expected), (Emulator.State.Jobs["j"].Record.State.Current, Emulator.State.Jobs["j"].Tasks["1"].Record.State.Current));
    }

    private async Task NodeAsync()
    {
        await PostAsync("/pools", """{"id":"p","vmSize":"x","targetLowPriorityNodes":1}""");
        Assert.Equal(NodeState.Idle, Node.Record.State.Current);
    }

    private async Task KillAsync()
    {
        Emulator = await Emulator.KilledAsync();
        await Emulator.SettleAsync();
    }

    /// <summary>A request that is taken, and nothing that follows from it.</summary>
    private async Task SendAsync(string method, string path, string? body = null) => Assert.InRange((await Emulator.SendAsync(method, path, body)).Status, 200, 299);
}
