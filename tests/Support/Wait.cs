namespace Autobatch.Testing;

/// <summary>Waits on conditions, so that no test sleeps and none hangs.</summary>
public static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Polls until the condition holds; throws with the message when it does not within the time-out (30 seconds unless told).</summary>
    public static Task UntilAsync(Func<bool> condition, string message, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        UntilAsync(condition, () => message, timeout, cancellationToken);

    /// <summary>The same with a message that is made when it is needed, of what was seen last.</summary>
    public static Task UntilAsync(Func<bool> condition, Func<string> message, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        UntilAsync(() => Task.FromResult(condition()), message, timeout, cancellationToken);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, TimeSpan?, CancellationToken)"/>
    public static Task UntilAsync(Func<Task<bool>> condition, string message, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        UntilAsync(condition, () => message, timeout, cancellationToken);

    /// <inheritdoc cref="UntilAsync(Func{bool}, Func{string}, TimeSpan?, CancellationToken)"/>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(30);
        long start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} seconds: {message()}");
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Polls until the probe returns something; returns it.</summary>
    public static Task<T> ForAsync<T>(Func<Task<T?>> probe, string message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where T : class => ForAsync(probe, () => message, timeout, cancellationToken);

    /// <summary>The same with a message that is made when it is needed, of what was seen last.</summary>
    public static async Task<T> ForAsync<T>(
        Func<Task<T?>> probe, Func<string> message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where T : class
    {
        T? found = null;
        await UntilAsync(async () => (found = await probe()) is not null, message, timeout, cancellationToken);
        return found!;
    }
}
