namespace Autobatch.Local.Runs;

/// <summary>Tasks per second, over the last ten seconds.</summary>
internal sealed class RunRate(TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long Time, int Done)> _samples = new();

    public double Of(int done)
    {
        long now = time.GetTimestamp();
        while (_samples.TryPeek(out (long Time, int Done) oldest) && time.GetElapsedTime(oldest.Time, now) > s_window)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((now, done));
        (long since, int before) = _samples.Peek();
        double seconds = time.GetElapsedTime(since, now).TotalSeconds;
        return seconds < 0.5 ? 0 : (done - before) / seconds;
    }
}
