namespace Autobatch.Local.Runs;

/// <summary>Lines for pipes and logs: one when something new begins, and at most one every two seconds in between.</summary>
internal sealed class PlainReporter(TextWriter output, TimeProvider time) : IRunReporter
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly RunRate _rate = new(time);
    private string _last = string.Empty;
    private long _lastTime;

    public void Report(string value) => Write(value, always: true);

    public void Uploaded(int done, int total) => Write($"Uploaded {done}/{total} inputs", always: done == total);

    public void Run(RunView run) => Write(RunText.Describe(run, _rate.Of(run.Counts?.Done ?? 0)), always: false);

    public void Downloaded(int done, int total) => Write($"Downloaded {done}/{total} outputs", always: done == total);

    public void Note(string text) => Write(text, always: true);

    public void Line(string text) => Write(text, always: true);

    public Task EndAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(string text, bool always)
    {
        lock (_gate)
        {
            if (text == _last || (!always && _lastTime != 0 && time.GetElapsedTime(_lastTime) < s_pause))
            {
                return;
            }

            _last = text;
            _lastTime = time.GetTimestamp();
            output.WriteLine(text);
        }
    }
}
