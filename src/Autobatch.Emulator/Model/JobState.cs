using static Autobatch.Emulator.Model.JobState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a job (FACTS C.2).</summary>
internal enum JobState
{
    Active,
    Disabling,
    Disabled,
    Enabling,
    Terminating,
    Completed,
    Deleting,
}

/// <summary>The job's state machine.</summary>
internal static class JobStates
{
    public static readonly StateMachine<JobState> Machine = new(
        (Active, Completed), // its auto pool cannot be made
        (Active, Disabling),
        (Active, Terminating),
        (Active, Deleting),
        (Disabling, Disabled), // its running tasks have ended
        (Disabling, Terminating),
        (Disabling, Deleting),
        (Disabled, Disabling), // disabled again
        (Disabled, Enabling),
        (Disabled, Terminating),
        (Disabled, Deleting),
        (Enabling, Active),
        (Enabling, Terminating),
        (Enabling, Deleting),
        (Terminating, Completed), // its running tasks have ended
        (Terminating, Deleting),
        (Completed, Deleting)); // and then gone

    /// <summary>Whether the job counts against the quota of active jobs.</summary>
    public static bool CountsAsActive(JobState state) => state is not (Completed or Deleting);
}
