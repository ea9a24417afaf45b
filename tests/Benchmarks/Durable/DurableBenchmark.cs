using System.Globalization;

namespace Autobatch.Benchmarks.Durable;

/// <summary>
/// The durable engine: orchestrations a second (2,000 of one activity each, 100 under way at a time, each waited for) and activities a
/// second (one orchestration that fans out 2,000), on disk, in memory, and beside what SQLite alone does on the same disk.
/// </summary>
internal static class DurableBenchmark
{
    private const int Orchestrations = 2000;
    private const int AtATime = 100;
    private const int Activities = 2000;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string[] options)
    {
        if (options.Length > 0)
        {
            Console.Error.WriteLine("The durable benchmark takes no options.");
            return 2;
        }
        double single = SqliteBaseline.CommitsPerSecond(rowsPerCommit: 1);
        double grouped = SqliteBaseline.CommitsPerSecond(rowsPerCommit: 100) * 100;
        Rates disk = await MeasureAsync(onDisk: true);
        Rates memory = await MeasureAsync(onDisk: false);

        Print("SQLite alone, commits of 1 row", single, "rows/s");
        Print("SQLite alone, commits of 100 rows", grouped, "rows/s");
        Print($"orchestrations, history on disk", disk.Orchestrations, "/s", disk.Orchestrations / single, "commits of 1 row");
        Print($"orchestrations, in memory", memory.Orchestrations, "/s", memory.Orchestrations / disk.Orchestrations, "on disk");
        Print($"activities, history on disk", disk.Activities, "/s", disk.Activities / single, "commits of 1 row");
        Print($"activities, in memory", memory.Activities, "/s", memory.Activities / disk.Activities, "on disk");
        return 0;
    }

    private static async Task<Rates> MeasureAsync(bool onDisk)
    {
        List<double> orchestrations = [];
        List<double> activities = [];
        for (int round = 0; round < Rounds; round++)
        {
            await using EngineRun run = await EngineRun.StartAsync(onDisk);
            orchestrations.Add(await run.OrchestrationsPerSecondAsync(Orchestrations, AtATime));
            activities.Add(await run.ActivitiesPerSecondAsync(Activities));
        }
        return new Rates(Median(orchestrations), Median(activities));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string what, double rate, string unit, double? ratio = null, string? basis = null)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{what,-36} {rate,9:N0} {unit}");
        Console.WriteLine(ratio is null ? line : line + string.Create(CultureInfo.InvariantCulture, $"   {ratio:0.00} x {basis}"));
    }

    private sealed record Rates(double Orchestrations, double Activities);
}
