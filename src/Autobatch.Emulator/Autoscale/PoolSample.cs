namespace Autobatch.Emulator.Autoscale;

/// <summary>The numbers of a pool at one moment.</summary>
internal readonly record struct PoolSample(DateTimeOffset At, int Active, int Running, int Succeeded, int Failed, int Dedicated, int LowPriority, int Preempted, int Usable, int UsedSlots, int Slots);

/// <summary>The newest samples of a pool, oldest first; they end with the emulator.</summary>
internal sealed class PoolSamples
{
    private const int Most = 5000;
    private readonly Queue<PoolSample> _samples = [];

    public DateTimeOffset? Last { get; private set; }

    public void Add(PoolSample sample)
    {
        if (_samples.Count == Most)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue(sample);
        Last = sample.At;
    }

    /// <summary>The history of one number, without what is younger than the delay.</summary>
    public SampleSeries Series(Func<PoolSample, double> number, TimeSpan period, DateTimeOffset now, TimeSpan delay = default) =>
        new([.. _samples.Where(sample => sample.At <= now - delay).Select(sample => (sample.At, number(sample)))], period, now);
}
