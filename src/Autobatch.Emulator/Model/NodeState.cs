using static Autobatch.Emulator.Model.NodeState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a node (FACTS C.1).</summary>
internal enum NodeState
{
    Creating,
    Starting,
    WaitingForStartTask,
    StartTaskFailed,
    Idle,
    Running,
    Unusable,
    LeavingPool,
    Rebooting,
    Reimaging,
    Offline,
    Preempted,
    Unknown,
    UpgradingOS,
    Deallocating,
    Deallocated,
}

/// <summary>The node's state machine, as far as a node of this emulator can go.</summary>
internal static class NodeStates
{
    private static readonly NodeState[] s_starting = [Creating, Starting, WaitingForStartTask];
    private static readonly NodeState[] s_working = [Idle, Running, Offline];
    private static readonly NodeState[] s_broken = [StartTaskFailed, Unusable, Unknown];

    public static readonly StateMachine<NodeState> Machine = new(
    [
        (Creating, Starting),
        (Starting, WaitingForStartTask), // its start task must succeed first
        (Starting, Idle),
        (WaitingForStartTask, StartTaskFailed),
        (WaitingForStartTask, Idle),
        (Idle, Running), // a task has arrived
        (Running, Idle), // the last one has ended
        (Idle, Offline), // scheduling is disabled and nothing runs
        (Offline, Idle),
        (Rebooting, Starting), // its tasks have ended
        (Reimaging, Starting), // and its directory is empty
        (Deallocating, Deallocated),
        (Deallocated, Starting),
        (Preempted, Creating), // capacity is there again; the node keeps its id
        (Unknown, Idle), // contact is there again
        (LeavingPool, Idle), // the resize was stopped before the node had gone
        (LeavingPool, Running),
        (LeavingPool, Rebooting), // and its start had been cut off
        .. To(Rebooting, s_starting, s_working, s_broken),
        .. To(Reimaging, s_working, s_broken),
        .. To(Deallocating, s_working, s_broken),
        .. To(Unusable, s_starting, s_working), // a package cannot be deployed, or contact is lost
        .. To(Unknown, s_working),
        .. To(Preempted, s_starting, s_working, s_broken, [Rebooting, Reimaging]),
        .. To(LeavingPool, s_starting, s_working, s_broken, [Rebooting, Reimaging, Preempted, Deallocating, Deallocated]),
    ]);

    private static IEnumerable<(NodeState From, NodeState To)> To(NodeState to, params NodeState[][] from) =>
        from.SelectMany(states => states).Select(state => (state, to));
}
