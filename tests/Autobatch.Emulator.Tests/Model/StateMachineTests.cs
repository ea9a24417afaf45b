using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class StateMachineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_legal_move_remembers_the_state_before()
    {
        var running = TaskStates.Machine.Move(new(TaskState.Active, Noon), TaskState.Running, Noon.AddMinutes(1));

        Assert.Equal(new(TaskState.Running, Noon.AddMinutes(1), TaskState.Active, Noon), running);
    }

    [Theory]
    [InlineData(JobState.Completed, JobState.Active)]
    [InlineData(JobState.Completed, JobState.Terminating)]
    [InlineData(JobState.Deleting, JobState.Active)]
    [InlineData(JobState.Terminating, JobState.Active)]
    internal void An_illegal_move_of_a_job_is_refused(JobState from, JobState to) =>
        Assert.Throws<InvalidOperationException>(() => JobStates.Machine.Move(new(from, Noon), to, Noon));

    [Fact]
    public void Every_job_state_can_be_deleted_except_one_that_is_being_deleted() =>
        Assert.Equal(
            Enum.GetValues<JobState>().Where(state => state != JobState.Deleting),
            JobStates.Machine.Transitions.Where(transition => transition.To == JobState.Deleting).Select(transition => transition.From).Order());

    [Fact]
    public void Every_node_can_be_told_to_leave_its_pool() =>
        Assert.Equal(
            Enum.GetValues<NodeState>().Except([NodeState.LeavingPool, NodeState.UpgradingOS]),
            NodeStates.Machine.Transitions.Where(transition => transition.To == NodeState.LeavingPool).Select(transition => transition.From).Order());

    [Theory]
    [InlineData(NodeState.Preempted, NodeState.Rebooting)]
    [InlineData(NodeState.LeavingPool, NodeState.Unusable)]
    [InlineData(NodeState.Starting, NodeState.Running)]
    [InlineData(NodeState.StartTaskFailed, NodeState.Idle)]
    internal void An_illegal_move_of_a_node_is_refused(NodeState from, NodeState to) =>
        Assert.Throws<InvalidOperationException>(() => NodeStates.Machine.Move(new(from, Noon), to, Noon));

    [Fact]
    public void States_are_lower_case_on_the_wire() => Assert.Equal("waitingforstarttask", NodeState.WaitingForStartTask.Wire());
}
