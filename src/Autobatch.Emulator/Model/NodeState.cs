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
    public static readonly StateMachine<NodeState> Machine = new(
        (Creating, Starting),
        (Creating, LeavingPool),
        (Starting, Idle),
        (Starting, WaitingForStartTask),
        (Starting, Unusable),
        (Starting, LeavingPool),
        (WaitingForStartTask, Idle),
        (WaitingForStartTask, StartTaskFailed),
        (WaitingForStartTask, LeavingPool),
        (StartTaskFailed, LeavingPool),
        (Idle, Running),
        (Idle, Unusable),
        (Idle, LeavingPool),
        (Running, Idle),
        (Running, Unusable),
        (Running, LeavingPool),
        (Unusable, LeavingPool));
}
