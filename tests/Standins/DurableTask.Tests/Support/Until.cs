namespace Autobatch.Standins.DurableTask.Tests.Support;

/// <summary>Waits on conditions.</summary>
internal static class Until
{
    /// <summary>The task, which must end within the patience of the fixture.</summary>
    public static Task<T> EndAsync<T>(Task<T> task) => task.WaitAsync(EngineFixture.Patience, TestContext.Current.CancellationToken);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > EngineFixture.Patience)
                Assert.Fail($"Waited {EngineFixture.Patience} in vain until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
