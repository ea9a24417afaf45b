namespace Autobatch.Benchmarks.Scale;

/// <summary>How many a second at the beginning and at the end.</summary>
internal sealed record Tenths(double First, double Last)
{
    public static Tenths Of(IEnumerable<DateTimeOffset> times)
    {
        DateTimeOffset[] sorted = [.. times.Order()];
        int tenth = sorted.Length / 10;
        return new Tenths(Rate(sorted[..(tenth + 1)]), Rate(sorted[^(tenth + 1)..]));
    }

    private static double Rate(DateTimeOffset[] times) => (times.Length - 1) / Math.Max(0.001, (times[^1] - times[0]).TotalSeconds);
}
