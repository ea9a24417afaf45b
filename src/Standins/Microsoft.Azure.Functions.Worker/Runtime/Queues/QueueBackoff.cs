namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>How long to wait before an empty queue is asked again: from 100 ms, doubled with each empty answer, up to a maximum, each up to a fifth off.</summary>
internal sealed class QueueBackoff(TimeSpan most)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private int _empty;

    public TimeSpan Next()
    {
        // 2^20 times 100 ms is more than a day: enough for any maximum.
        double seconds = Math.Min(Least.TotalSeconds * Math.Pow(2, Math.Min(_empty++, 20)), most.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (Random.Shared.NextDouble() / 5)));
    }

    public void Reset() => _empty = 0;
}
