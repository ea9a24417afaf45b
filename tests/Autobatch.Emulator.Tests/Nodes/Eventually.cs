namespace Autobatch.Emulator.Tests.Nodes;

/// <summary>Waits for a condition of the outside world.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task Holds(Func<bool> condition, string what, int seconds = 60)
    {
        TimeProvider clock = TimeProvider.System;
        long began = clock.GetTimestamp();
        while (!condition())
        {
            Assert.True(clock.GetElapsedTime(began).TotalSeconds < seconds, $"After {seconds} s it still does not hold that {what}.");
            await Task.Delay(Pause, clock, TestContext.Current.CancellationToken);
        }
    }
}
