using static Autobatch.Emulator.Model.JobTaskState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a preparation or release task on one node (FACTS B.1).</summary>
internal enum JobTaskState
{
    Running,
    Completed,
}

/// <summary>The state machine of preparation and release tasks.</summary>
internal static class JobTaskStates
{
    public static readonly StateMachine<JobTaskState> Machine = new(
        (Running, Completed),
        (Completed, Running)); // preparation again, after a reboot of the node or after it was cut off
}
