using Microsoft.Azure.Functions.Worker.Runtime.Store;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>Remembers how far monitored timers came.</summary>
internal sealed class TimerProgress(LocalStore store)
{
    /// <summary>The progress under the same schedule; null when there is none, also after the schedule was changed.</summary>
    public ScheduleStatus? Read(string function, TimerSchedule schedule)
    {
        List<ScheduleStatus> found = store.InTransaction(t => t.Query(
            "SELECT last, next, updated FROM timers WHERE function = $function AND schedule = $schedule",
            r => new ScheduleStatus
            {
                Last = new DateTime(r.GetInt64(0), DateTimeKind.Utc),
                Next = new DateTime(r.GetInt64(1), DateTimeKind.Utc),
                LastUpdated = new DateTime(r.GetInt64(2), DateTimeKind.Utc),
            },
            ("$function", function), ("$schedule", schedule.Text)));
        return found.Count == 0 ? null : found[0];
    }

    public void Write(string function, TimerSchedule schedule, ScheduleStatus status) => store.InTransaction(t => t.Execute(
        """
        INSERT INTO timers (function, schedule, last, next, updated) VALUES ($function, $schedule, $last, $next, $updated)
        ON CONFLICT (function) DO UPDATE SET
            schedule = excluded.schedule, last = excluded.last, next = excluded.next, updated = excluded.updated
        """,
        ("$function", function), ("$schedule", schedule.Text), ("$last", status.Last.Ticks), ("$next", status.Next.Ticks),
        ("$updated", status.LastUpdated.Ticks)));
}
