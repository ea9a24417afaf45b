namespace Autobatch.Local.Runs;

/// <summary>For <c>--json</c>: nothing but the last line, except what went wrong, on standard error.</summary>
internal sealed class SilentReporter(TextWriter error) : IRunReporter
{
    public void Report(string value)
    {
    }

    public void Uploaded(int done, int total)
    {
    }

    public void Run(RunView run)
    {
    }

    public void Downloaded(int done, int total)
    {
    }

    public void Note(string text)
    {
    }

    public void Line(string text) => error.WriteLine(text);

    public Task EndAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
