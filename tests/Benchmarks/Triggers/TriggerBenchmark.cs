using System.Globalization;

namespace Autobatch.Benchmarks.Triggers;

/// <summary>
/// How long after a blob was written the app has taken it in (its ledger row answers): by an event from Azurite's access log, and by the audit alone.
/// </summary>
internal static class TriggerBenchmark
{
    private const int ByEvent = 40;
    private const int ByAudit = 30;

    public static async Task<int> RunAsync(string[] options)
    {
        if (options.Length > 0)
        {
            Console.Error.WriteLine("The triggers benchmark takes no options.");
            return 2;
        }

        double[] events = await DropRun.MeasureAsync(events: true, ByEvent);
        double[] audit = await DropRun.MeasureAsync(events: false, ByAudit);
        Print("noticed by event", events);
        Print("noticed by the audit alone (every 10 s)", audit);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an event is {Median(audit) / Median(events):0.0} x as fast (medians)"));
        return 0;
    }

    private static void Print(string what, double[] milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-42} median {Median(milliseconds),7:N0} ms   p95 {At(milliseconds, 0.95),7:N0} ms   worst {milliseconds.Max(),7:N0} ms   ({milliseconds.Length} blobs)"));

    private static double Median(double[] values) => At(values, 0.5);

    private static double At(double[] values, double part) => values.Order().ElementAt((int)((values.Length - 1) * part));
}
