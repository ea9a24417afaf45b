using System.Globalization;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>
/// No-op tasks through the emulator, on one node of two slots with its state on disk, against other programs that run many commands on one machine,
/// and against xargs, which keeps nothing, as the limit. Rounds take turns; medians are told, and what is not installed is left out.
/// </summary>
internal static class NoOpBenchmark
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] options)
    {
        int tasks = 2_000;
        if (options.Length > 1 || (options.Length == 1 && (!int.TryParse(options[0], CultureInfo.InvariantCulture, out tasks) || tasks is < 10 or > 100_000)))
        {
            Console.Error.WriteLine("Usage: noop [TASKS], from 10 to 100000; 2000 otherwise.");
            return 2;
        }

        Competitor[] all = [new EmulatorCompetitor(), .. ShellCompetitor.All];
        foreach (Competitor absent in all.Where(one => !one.IsInstalled))
            Console.WriteLine($"{absent.Name} is not installed: {absent.Install}");
        Competitor[] there = [.. all.Where(one => one.IsInstalled)];
        var times = there.ToDictionary(one => one, _ => new List<TimeSpan>());
        using (RoundFolders folders = new())
        {
            for (int round = 0; round < Rounds; round++)
            {
                foreach (Competitor one in there)
                    times[one].Add(await one.RunAsync(tasks, folders.Next()));
            }
        }

        double ours = Median(times[there[0]]);
        Console.WriteLine($"{"",-40} {"time",9} {"tasks/s",8} {"emulator is",12}");
        foreach (Competitor one in there)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Name,-40} {Median(times[one]),7:N2} s {tasks / Median(times[one]),8:N0} {Median(times[one]) / ours,10:N2} ×"));
        return 0;
    }

    private static double Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2).TotalSeconds;
}

/// <summary>A way to run many commands, two at a time.</summary>
internal abstract class Competitor
{
    public abstract string Name { get; }

    public abstract bool IsInstalled { get; }

    /// <summary>How it is installed.</summary>
    public abstract string Install { get; }

    /// <param name="tasks">How many.</param>
    /// <param name="folder">An empty one, for whatever it writes.</param>
    /// <returns>From the first command that is given to it until all have ended.</returns>
    public abstract Task<TimeSpan> RunAsync(int tasks, DirectoryInfo folder);
}
