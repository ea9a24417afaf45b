using System.Text.Json;
using Autobatch.Runs;

namespace Autobatch.Cli.Calls;

/// <summary>Looks at a run until it has ended, and says what is new.</summary>
internal sealed class RunWatch(AppClient app, Action<string> note)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(3);

    /// <summary>The run as it is told after its end.</summary>
    public async Task<JsonElement> EndOfAsync(string id, CancellationToken cancellationToken)
    {
        string last = "";
        TimeSpan pause = s_shortest;
        while (true)
        {
            JsonElement run = await app.GetAsync($"api/runs/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
            if (Line(run) is var line && line != last)
            {
                note(line);
                (last, pause) = (line, s_shortest);
            }

            if (RunStatus.IsFinal(run.GetProperty("status").GetString()!))
            {
                return run;
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(s_longest.Ticks, pause.Ticks * 3 / 2));
        }
    }

    private static string Line(JsonElement run)
    {
        string waiting = run.TryGetProperty("waitingFor", out JsonElement reason) ? $"  waits for {reason}" : "";
        string tasks = run.TryGetProperty("tasks", out JsonElement counts)
            ? $"  {counts.GetProperty("succeeded")} of {counts.GetProperty("total")} tasks succeeded, {counts.GetProperty("failed")} failed, {counts.GetProperty("running")} running"
            : "";
        return $"{run.GetProperty("id")}  {run.GetProperty("status")}{tasks}{waiting}";
    }
}
