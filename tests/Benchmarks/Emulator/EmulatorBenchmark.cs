using System.Globalization;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>
/// The emulator alone: no-op tasks of one job, added in collections of 100 and then run as real processes; whether the last ones cost more than the
/// first, lists, and what the emulator's process holds and does when nothing is asked. The numbers of tasks are the options; 1,000, 10,000 and 100,000 otherwise.
/// </summary>
internal static class EmulatorBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        int[] sizes = options.Length == 0 ? [1_000, 10_000, 100_000] : [.. options.Select(Number)];
        if (sizes.Any(size => size is < 10 or > 1_000_000))
        {
            Console.Error.WriteLine("Usage: emulator [TASKS…], each from 10 to 1000000.");
            return 2;
        }

        Console.WriteLine($"{"tasks",9} {"added/s",9} {"run/s",7} {"last/first",11} {"page",7} {"list all",10} {"list none",10} {"removed",9} {"peak",8} {"idle 10 s",10}");
        using RoundFolders folders = new();
        foreach (int size in sizes)
        {
            await using var emulator = await EmulatorChild.StartAsync(folders.Next());
            Print(size, await new NoOpRun(emulator, size).MeasureAsync());
        }

        return 0;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static void Print(int size, NoOpRates rates) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{size,9:N0} {rates.Added,9:N0} {rates.Run,7:N0} {rates.Growth,11:N2} {rates.Page.TotalMilliseconds,4:N0} ms {rates.ListAll.TotalSeconds,8:N2} s {rates.ListNone.TotalMilliseconds,7:N0} ms {rates.Removed.TotalSeconds,7:N1} s {rates.PeakMegabytes,5:N0} MB {rates.Idle.TotalMilliseconds,7:N0} ms"));
}
