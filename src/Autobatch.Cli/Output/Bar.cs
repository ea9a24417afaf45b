using Spectre.Console;

namespace Autobatch.Cli.Output;

/// <summary>A bar of bytes, with their speed and the time left.</summary>
internal static class Bar
{
    private const int Narrow = 100;

    /// <param name="terminal">Where to draw; null for nowhere.</param>
    /// <param name="title">What goes on.</param>
    /// <param name="bytes">All there is to do.</param>
    /// <param name="work">Gets what it tells done bytes to, as often as it likes, from any thread.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole? terminal, string title, long bytes, Func<Action<long>, Task<T>> work) => terminal is null
        ? work(_ => { })
        : terminal.Progress()
            .Columns(Columns(terminal.Profile.Width))
            .StartAsync(async context =>
            {
                ProgressTask row = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, bytes));
                T done = await work(moved => row.Increment(moved)).ConfigureAwait(false);
                row.Value = row.MaxValue;
                return done;
            });

    // On a narrow terminal the numbers go before the bar.
    private static ProgressColumn[] Columns(int width)
    {
        TaskDescriptionColumn words = new() { Alignment = Justify.Left };
        DownloadedColumn bytes = new() { Base = FileSizeBase.Decimal };
        return width < Narrow ? [words, bytes, new RemainingTimeColumn()] : [words, new ProgressBarColumn { Width = 20 }, bytes, new TransferSpeedColumn { Base = FileSizeBase.Decimal }, new RemainingTimeColumn()];
    }
}
