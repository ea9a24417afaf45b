using static Autobatch.Emulator.Model.TaskState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a task (FACTS C.3).</summary>
internal enum TaskState
{
    Active,
    Preparing,
    Running,
    Completed,
}

/// <summary>The task's state machine.</summary>
internal static class TaskStates
{
    public static readonly StateMachine<TaskState> Machine = new(
        (Active, Preparing), // the job preparation task runs first on this node
        (Active, Running), // placed on a node
        (Active, Completed), // terminated before it was placed
        (Preparing, Active), // preparation failed, or requeued
        (Preparing, Running),
        (Preparing, Completed), // terminated
        (Running, Active), // retried, or requeued
        (Running, Completed),
        (Completed, Active)); // reactivated
}
