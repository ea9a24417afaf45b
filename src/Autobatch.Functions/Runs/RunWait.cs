using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>What holds a run up: by name, since when and until when.</summary>
/// <param name="Reason">A name of <see cref="WaitingReason"/>.</param>
/// <param name="Detail">What exactly is waited for.</param>
/// <param name="Since">When it began.</param>
/// <param name="Deadline">When the run gives up.</param>
internal sealed record RunWait(string Reason, string Detail, DateTimeOffset Since, DateTimeOffset Deadline)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>A service does not answer; the next answer ends the wait.</summary>
    public bool IsTrouble => Reason is WaitingReason.BatchUnavailable or WaitingReason.ServiceUnavailable;

    /// <summary>How long to pause before the next try: the longer it has lasted the longer, and not past the deadline.</summary>
    public TimeSpan Pause(DateTimeOffset now)
    {
        TimeSpan pause = (now - Since) / 4;
        pause = pause < s_shortest ? s_shortest : pause > s_longest ? s_longest : pause;
        return Deadline - now is var left && left < pause ? left : pause;
    }
}
