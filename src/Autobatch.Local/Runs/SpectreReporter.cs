using System.Globalization;
using Spectre.Console;

namespace Autobatch.Local.Runs;

/// <summary>Live progress on a terminal: one bar for the uploads, one for the tasks, one for the downloads.</summary>
internal sealed class SpectreReporter : IRunReporter
{
    private const int Narrow = 100;

    private readonly IAnsiConsole _console;
    private readonly RunRate _rate;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _live;
    private readonly Lock _gate = new();
    private ProgressTask? _setup;
    private ProgressTask? _uploads;
    private ProgressTask? _tasks;
    private ProgressTask? _downloads;

    public SpectreReporter(IAnsiConsole console, TimeProvider time)
    {
        _console = console;
        _rate = new RunRate(time);
        _live = console.Progress()
            .AutoClear(false)
            .Columns(Columns(console.Profile.Width))
            .StartAsync(async context =>
            {
                _context.SetResult(context);
                await _end.Task.ConfigureAwait(false);
            });
    }

    public void Report(string value)
    {
        Finish(_setup);
        _setup = null;
        Row(ref _setup, Markup.Escape(value.TrimEnd(' ', '…')), indeterminate: true);
    }

    public void Uploaded(int done, int total)
    {
        Set(Row(ref _uploads, "Inputs"), $"Uploaded {Number(done)} of {Number(total)} inputs", done, total);
    }

    public void Run(RunView run)
    {
        Finish(_setup);
        ProgressTask tasks = Row(ref _tasks, "Tasks");
        double rate = _rate.Of(run.Counts?.Done ?? 0);
        if (run.Counts is not { Total: > 0 } counts)
        {
            tasks.Description = Markup.Escape(RunText.Describe(run, rate));
            return;
        }

        string failures = counts.Failed > 0 ? $"[red]{Number(counts.Failed)} failed[/]" : "0 failed";
        string words = Markup.Escape(RunText.Words(run));
        string status = run.WaitingFor is { Length: > 0 } ? $"[yellow]{words}[/]" : words;
        Set(
            tasks,
            string.Create(CultureInfo.InvariantCulture, $"{status}  {Number(counts.Done)} of {Number(counts.Total)} tasks · {counts.Running} running · {failures} · {rate:0.0}/s"),
            counts.Done,
            counts.Total);
    }

    public void Downloaded(int done, int total)
    {
        Finish(_tasks);
        Set(Row(ref _downloads, "Outputs"), $"Downloaded {Number(done)} of {Number(total)} outputs", done, total);
    }

    public void Note(string text) => _console.MarkupLineInterpolated($"[grey]{text}[/]");

    public void Line(string text) => _console.WriteLine(text);

    public async Task EndAsync()
    {
        Finish(_setup);
        _end.TrySetResult();
        await _live.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync() => await EndAsync().ConfigureAwait(false);

    // On a narrow terminal the counts go before the bar: lines that do not fit would be broken.
    private static ProgressColumn[] Columns(int width)
    {
        TaskDescriptionColumn words = new() { Alignment = Justify.Left };
        return width < Narrow
            ? [words, new SpinnerColumn()]
            : [words, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn()];
    }

    private static void Set(ProgressTask row, string description, int done, int total)
    {
        row.Description = description;
        row.MaxValue = Math.Max(total, 1);
        row.Value = total == 0 ? 1 : done;
    }

    private static void Finish(ProgressTask? row)
    {
        if (row is { IsFinished: false })
        {
            row.IsIndeterminate = false;
            row.Value = row.MaxValue;
            row.StopTask();
        }
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private ProgressTask Row(ref ProgressTask? row, string description, bool indeterminate = false)
    {
        lock (_gate)
        {
            if (row is null)
            {
                row = _context.Task.GetAwaiter().GetResult().AddTask(description, autoStart: true);
                row.IsIndeterminate = indeterminate;
            }

            return row;
        }
    }
}
