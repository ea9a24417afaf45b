using static Autobatch.Emulator.Model.JobScheduleState;

namespace Autobatch.Emulator.Model;

/// <summary>States of a job schedule (FACTS B.1).</summary>
internal enum JobScheduleState
{
    Active,
    Completed,
    Disabled,
    Terminating,
    Deleting,
}

/// <summary>The job schedule's state machine.</summary>
internal static class JobScheduleStates
{
    public static readonly StateMachine<JobScheduleState> Machine = new(
        (Active, Disabled),
        (Active, Terminating), // asked for, or no more jobs will come
        (Active, Deleting),
        (Disabled, Active),
        (Disabled, Terminating),
        (Disabled, Deleting),
        (Terminating, Completed), // its last job has ended
        (Terminating, Deleting),
        (Completed, Deleting)); // and then gone

    /// <summary>Whether the schedule counts against the quota of active jobs and job schedules.</summary>
    public static bool CountsAsActive(JobScheduleState state) => state is not (Completed or Deleting);
}
