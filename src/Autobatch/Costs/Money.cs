namespace Autobatch.Costs;

/// <summary>Small sums of many short tasks must not vanish, so amounts keep six digits.</summary>
internal static class Money
{
    private const int Digits = 6;

    // A wall clock without a bound is longer than any run; ten years keep the product within what a decimal holds.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);

    public static decimal Round(decimal amount) => Math.Round(amount, Digits, MidpointRounding.AwayFromZero);

    public static decimal Hours(TimeSpan time) => (time < s_longest ? time : s_longest).Ticks / (decimal)TimeSpan.TicksPerHour;
}
