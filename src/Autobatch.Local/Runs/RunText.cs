using System.Globalization;

namespace Autobatch.Local.Runs;

/// <summary>A run's state in words.</summary>
internal static class RunText
{
    public static string Describe(RunView run, double rate)
    {
        string words = Words(run);
        return run.Counts is { Total: > 0 } counts ? $"{words}: {Counts(counts, rate)}" : words;
    }

    /// <summary>What goes on: the reason of a wait, else the stage, else the status.</summary>
    public static string Words(RunView run) =>
        run.WaitingFor is { Length: > 0 } reason ? $"{run.Status} ({reason})" : run.Stage switch
        {
            null or "" => run.Status,
            "Planning" => "Planning",
            "Preparing" => "Preparing pool and job",
            "AddingTasks" => "Adding tasks",
            "Watching" => "Running",
            "Collecting" => "Collecting results",
            string other => other,
        };

    public static string Counts(RunCounts counts, double rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Done}/{counts.Total} tasks done, {counts.Running} running, {counts.Failed} failed, {rate:0.0}/s");
}
