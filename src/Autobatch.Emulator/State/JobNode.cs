using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>A node on which a job has run its preparation task.</summary>
internal sealed class JobNode(JobEntry job, JobNodeRecord record)
{
    public JobEntry Job { get; } = job;

    public JobNodeRecord Record { get; set; } = record;

    /// <summary>The preparation or release under way; null otherwise.</summary>
    public JobTaskRun? Run { get; set; }
}
