using System.Text.Json;
using Autobatch.Local.Runs;
using Autobatch.Runs;
using Spectre.Console;

namespace Autobatch.Cli.Calls;

/// <summary>Looks at a run until it has ended, and draws how far it is where somebody looks.</summary>
/// <param name="app">The app.</param>
/// <param name="terminal">Where to draw; null for nowhere.</param>
internal sealed class RunWatch(AppClient app, IAnsiConsole? terminal)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(3);

    /// <summary>The run as it is told after its end.</summary>
    public async Task<JsonElement> EndOfAsync(string id, CancellationToken cancellationToken)
    {
        if (terminal is null)
        {
            return await LookAsync(id, _ => { }, cancellationToken).ConfigureAwait(false);
        }

        SpectreReporter reporter = new(terminal, TimeProvider.System);
        await using (reporter.ConfigureAwait(false))
        {
            return await LookAsync(id, run => reporter.Run(run.Deserialize(RunJson.Default.RunView)!), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JsonElement> LookAsync(string id, Action<JsonElement> told, CancellationToken cancellationToken)
    {
        string last = "";
        TimeSpan pause = s_shortest;
        while (true)
        {
            JsonElement run = await app.GetAsync($"api/runs/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
            told(run);
            if (RunStatus.IsFinal(run.GetProperty("status").GetString()!))
            {
                return run;
            }

            string now = run.GetRawText();
            pause = now == last ? TimeSpan.FromTicks(Math.Min(s_longest.Ticks, pause.Ticks * 3 / 2)) : s_shortest;
            last = now;
            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
