using System.Globalization;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;

namespace Autobatch.Standins.Functions.Worker.Tests.Timers;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("*/10 * * * * *", "2026-05-01T10:00:03Z", "2026-05-01T10:00:10Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-05-01T10:00:00Z", "2026-05-04T09:30:00Z")]
    [InlineData("*/5 * * * *", "2026-05-01T10:01:00Z", "2026-05-01T10:05:00Z")]
    [InlineData("00:00:07", "2026-05-01T10:00:00Z", "2026-05-01T10:00:07Z")]
    [InlineData("1.00:00:00", "2026-05-01T10:00:00Z", "2026-05-02T10:00:00Z")]
    public void Next_occurrence_follows_the_schedule(string schedule, string after, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse(schedule)!.Next(Utc(after)));

    [Theory]
    [InlineData("")]
    [InlineData("* * *")]
    [InlineData("61 * * * * *")]
    [InlineData("-00:00:05")]
    [InlineData("* * * * * * *")]
    public void Text_that_is_no_schedule_is_none(string schedule) => Assert.Null(TimerSchedule.Parse(schedule));

    [Theory]
    [InlineData("*/10 * * * * *", false)]
    [InlineData("0 */5 * * * *", true)]
    [InlineData("00:00:59", false)]
    [InlineData("00:01:00", true)]
    public void Only_timers_of_a_minute_and_more_are_monitored(string schedule, bool slow) =>
        Assert.Equal(slow, TimerSchedule.Parse(schedule)!.IsSlow(Utc("2026-05-01T10:00:00Z")));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
