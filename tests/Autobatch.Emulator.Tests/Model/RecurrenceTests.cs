using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class RecurrenceTests
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{}", "12:00", "at once")]
    [InlineData("""{"doNotRunUntil":"2025-03-01T13:00:00Z"}""", "13:00", "not before")]
    [InlineData("""{"doNotRunUntil":"2025-03-01T14:00:00+01:00"}""", "13:00", "offsets count")]
    [InlineData("""{"doNotRunUntil":"2025-03-01T09:00:00Z"}""", "12:00", "a past bound is none")]
    [InlineData("""{"doNotRunAfter":"2025-03-01T11:00:00Z"}""", null, "over already")]
    public void The_first_job_is_due(string schedule, string? expected, string because) =>
        Assert.True(Clock(Read(schedule).Next(null, Noon)) == expected, because);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"recurrenceInterval":"PT1H"}""", "12:30")]
    [InlineData("""{"recurrenceInterval":"PT1H","doNotRunUntil":"2025-03-01T15:00:00Z"}""", "15:00")]
    [InlineData("""{"recurrenceInterval":"PT1H","doNotRunAfter":"2025-03-01T12:15:00Z"}""", null)]
    public void After_a_change_the_next_job_is_due_from_the_one_before(string schedule, string? expected) =>
        Assert.Equal(expected, Clock(Read(schedule).Next(Noon.AddMinutes(-30), Noon)));

    [Theory]
    [InlineData(0, "12:00")]
    [InlineData(59, "12:00")]
    [InlineData(60, "13:00")]
    [InlineData(200, "15:00")]
    [InlineData(-10, "12:00")]
    public void Of_missed_occasions_only_the_latest_counts(int minutesLater, string expected) =>
        Assert.Equal(expected, Clock(Read("""{"recurrenceInterval":"PT1H"}""").Latest(Noon, Noon.AddMinutes(minutesLater))));

    [Fact]
    public void The_occasion_closes_with_the_start_window_or_the_end()
    {
        Assert.Null(Read("{}").Closes(Noon));
        Assert.Equal("12:05", Clock(Read("""{"startWindow":"PT5M"}""").Closes(Noon)));
        Assert.Equal("12:02", Clock(Read("""{"startWindow":"PT5M","doNotRunAfter":"2025-03-01T12:02:00Z"}""").Closes(Noon)));
    }

    [Fact]
    public void Times_beyond_the_calendar_are_never() =>
        Assert.Null(Read("""{"recurrenceInterval":"P3600000D","startWindow":"P3600000D"}""").Following(Noon));

    [Theory]
    [InlineData("sched:job-12", "sched")]
    [InlineData("job-12", null)]
    public void A_job_knows_its_schedule_by_its_id(string id, string? schedule) => Assert.Equal(schedule, JobScheduleRecord.OfJob(id));

    private static Recurrence Read(string schedule) => Recurrence.Read(JsonElement.Parse(schedule));

    private static string? Clock(DateTimeOffset? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture);
}
