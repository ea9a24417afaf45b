namespace Autobatch.Functions.Runs;

/// <summary>Whether a run's tasks are at their end.</summary>
internal enum LookVerdict
{
    /// <summary>Tasks run or may still run.</summary>
    GoesOn,

    /// <summary>The job is completed, or all tasks of a job that stays active are.</summary>
    Ended,

    /// <summary>What is left can never run; the job is being terminated.</summary>
    Blocked,
}
