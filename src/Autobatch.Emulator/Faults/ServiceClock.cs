namespace Autobatch.Emulator.Faults;

/// <summary>
/// The clock that clients and Azure Storage notice: of the Date header, of the checks of dates and tokens, and of signatures that the emulator makes.
/// A rule can put it wrong; times of the state stay true, so that nothing in the emulator goes backwards.
/// </summary>
internal sealed class ServiceClock(TimeProvider time, FaultBook faults) : TimeProvider
{
    /// <summary>How wrong it is.</summary>
    public TimeSpan Skew => faults.Skew;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + faults.Skew;
}
