namespace Autobatch.Emulator.Tests.Nodes;

/// <summary>A clock on which every wait is over twenty times as soon.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Hurry = 20;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / Hurry, period == Timeout.InfiniteTimeSpan ? period : period / Hurry);
}
