using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>
/// How long the service takes for what the emulator does at once; all of it is nothing unless the emulator is to be realistic.
/// The numbers are guesses but for the lag of counts, the delay of samples and the time of an empty resize (FACTS R.4, R.5, C.8).
/// </summary>
/// <param name="realistic">Whether to play these delays.</param>
internal sealed class ServicePace(bool realistic)
{
    /// <summary>No delays.</summary>
    public static ServicePace Immediate { get; } = new(realistic: false);

    /// <summary>From a resize to its end when nothing is to be allocated.</summary>
    public TimeSpan Resize { get; } = Seconds(realistic, 2);

    /// <summary>Until a sample of a pool can be read by its formula.</summary>
    public TimeSpan Sample { get; } = Seconds(realistic, 60);

    /// <summary>How old task counts may be.</summary>
    public TimeSpan Counts { get; } = Seconds(realistic, 120);

    /// <summary>From a resize to its new nodes: 1 to 3 minutes, the same for every resize of a pool.</summary>
    public TimeSpan Allocation(PoolRecord pool) => Seconds(realistic, 60 + (StableHash.Of(pool.Id) % 121));

    /// <summary>From the moment that a task could run to its placement: 2 to 5 seconds, the same for every attempt of a task.</summary>
    public TimeSpan Scheduling(TaskEntry task) => realistic ? TimeSpan.FromMilliseconds(2000 + (StableHash.Of($"{task.Job.Record.Id}/{task.Record.Id}") % 3001)) : TimeSpan.Zero;

    private static TimeSpan Seconds(bool realistic, long seconds) => realistic ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
