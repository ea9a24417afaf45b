namespace Autobatch.Emulator.Autoscale;

/// <summary>The history of one metric.</summary>
/// <param name="samples">Oldest first.</param>
/// <param name="period">Time between two samples.</param>
/// <param name="now">When the formula is evaluated.</param>
internal sealed class SampleSeries(IReadOnlyList<(DateTimeOffset At, double Value)> samples, TimeSpan period, DateTimeOffset now)
{
    public TimeSpan Period { get; } = period;

    public DateTimeOffset Now { get; } = now;

    public int Count => samples.Count;

    /// <summary>When the history begins, or null without one.</summary>
    public DateTimeOffset? Begin => samples.Count == 0 ? null : samples[0].At;

    /// <summary>The newest samples, newest first.</summary>
    public IReadOnlyList<double> Newest(int count) => [.. samples.Reverse().Take(count).Select(sample => sample.Value)];

    /// <summary>Samples from one time to another, newest first.</summary>
    public IReadOnlyList<double> Between(DateTimeOffset from, DateTimeOffset to) =>
        [.. samples.Reverse().SkipWhile(sample => sample.At > to).TakeWhile(sample => sample.At >= from).Select(sample => sample.Value)];

    /// <summary>How much of the history that a span should have is there, 0 to 100.</summary>
    public double Percent(DateTimeOffset from, DateTimeOffset to)
    {
        var expected = Math.Max(1, Math.Floor((to - from) / Period));
        return Math.Min(100, 100 * Between(from, to).Count / expected);
    }
}
