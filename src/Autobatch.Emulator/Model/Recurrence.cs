using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>When the jobs of a schedule are due (FACTS B, BatchJobScheduleConfiguration).</summary>
/// <param name="Until">doNotRunUntil: no job before; null is from the creation on.</param>
/// <param name="After">doNotRunAfter: no job from then on; null is no end.</param>
/// <param name="Window">startWindow: how long a due job may wait for the one before; null is for ever.</param>
/// <param name="Interval">recurrenceInterval; null is one job only.</param>
internal sealed record Recurrence(DateTimeOffset? Until, DateTimeOffset? After, TimeSpan? Window, TimeSpan? Interval)
{
    public static readonly Recurrence Once = new(null, null, null, null);

    /// <summary>Reads the schedule of a body that has passed validation; null is one job, now.</summary>
    public static Recurrence Read(JsonElement? schedule) => new(
        WireTime.Parse(schedule?.Property("doNotRunUntil")),
        WireTime.Parse(schedule?.Property("doNotRunAfter")),
        (schedule?.Property("startWindow")).Limit(),
        (schedule?.Property("recurrenceInterval")).Limit());

    /// <summary>When the next job is due for a schedule that is new or has been changed now.</summary>
    /// <param name="last">When its most recent job was due; null before the first.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? Next(DateTimeOffset? last, DateTimeOffset now) =>
        last is { } before && Later(before) is var next && (next is null || Until is null || Until <= now) ? Within(next)
        : Within(Until > now ? Until : now);

    /// <summary>The due time that counts now: occasions that nobody used before the latest one are lost.</summary>
    public DateTimeOffset? Latest(DateTimeOffset? due, DateTimeOffset now) =>
        due is { } at && at <= now && Interval is { } interval ? Within(at + ((now - at).Ticks / interval.Ticks * interval)) : due;

    /// <summary>The due time after this one.</summary>
    public DateTimeOffset? Following(DateTimeOffset due) => Within(Later(due));

    /// <summary>When the occasion of a due job is over.</summary>
    public DateTimeOffset? Closes(DateTimeOffset due) => Due.Earlier(Due.After(due, Window), After);

    private DateTimeOffset? Later(DateTimeOffset due) => Due.After(due, Interval);

    private DateTimeOffset? Within(DateTimeOffset? due) => due > After ? null : due;
}
