using System.Globalization;

namespace Autobatch.Benchmarks.Scale;

/// <summary>
/// One run of many no-op tasks through the whole of it: function app, emulator and Azurite, each in a process of its own. Rates of the first and
/// the last tenth, what the function app holds, and the longest history of any instance.
/// </summary>
internal static class ScaleBenchmark
{
    private const int DefaultTasks = 100_000;

    public static async Task<int> RunAsync(string[] options)
    {
        int tasks = options switch
        {
            [] => DefaultTasks,
            ["--tasks", var text] when int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) => number,
            _ => 0,
        };
        if (tasks is < 100 or > 100_000)
        {
            Console.Error.WriteLine("Usage: scale [--tasks N], N from 100 to 100000.");
            return 2;
        }

        await using ScaleServices services = await ScaleServices.StartAsync();
        Console.WriteLine(Line($"{tasks:N0} no-op tasks of a sweep, 2 nodes of 4 slots; the app holds {services.App.ResidentMegabytes:N0} MB before the run"));
        ScaleNumbers numbers = await new ScaleRun(services, tasks).MeasureAsync();
        Console.WriteLine(Line($"from the dropped manifest to the result   {numbers.Total.TotalSeconds,9:N1} s   {tasks / numbers.Total.TotalSeconds,7:N0} tasks/s   {numbers.Status}"));
        Console.WriteLine(Line($"tasks added, first and last tenth         {numbers.Added.First,7:N0}/s   {numbers.Added.Last,7:N0}/s"));
        Console.WriteLine(Line($"tasks ended, first and last tenth         {numbers.Ended.First,7:N0}/s   {numbers.Ended.Last,7:N0}/s"));
        Console.WriteLine(Line($"last task's end noticed after             {numbers.NoticeLag,9:N2} s"));
        Console.WriteLine(Line($"result collected and published in         {numbers.Collecting.TotalSeconds,9:N1} s   {numbers.ResultBytes / 1048576.0,7:N1} MB"));
        Console.WriteLine(Line($"function app, resident: peak              {services.App.PeakMegabytes,9:N0} MB"));
        Console.WriteLine(Line($"                        in the steps      {string.Join(' ', numbers.ResidentMegabytes.Select(m => m.ToString("N0", CultureInfo.InvariantCulture)))} MB"));
        Console.WriteLine(Line($"most history events of any instance       {numbers.Histories.Most,9:N0}   ({numbers.Histories.Instance}, of {numbers.Histories.Instances} instances)"));
        Console.WriteLine(Line($"engine's database                         {numbers.Histories.Megabytes,9:N1} MB"));
        Console.WriteLine(Line($"emulator, resident: peak                  {services.Emulator.PeakMegabytes,9:N0} MB"));
        return numbers.Status == "Completed" ? 0 : 1;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
