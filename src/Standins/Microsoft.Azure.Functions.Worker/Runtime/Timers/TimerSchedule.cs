using System.Globalization;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>When a timer fires: an NCrontab expression of five or six fields (the first is seconds), or a fixed time span. UTC.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _every;

    private TimerSchedule(string text, CrontabSchedule? cron, TimeSpan every)
    {
        Text = text;
        _cron = cron;
        _every = every;
    }

    public string Text { get; }

    /// <summary>Reads a schedule; null when it is none.</summary>
    public static TimerSchedule? Parse(string text)
    {
        string trimmed = text.Trim();
        int fields = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is 5 or 6)
        {
            CrontabSchedule? cron = CrontabSchedule.TryParse(trimmed, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
            return cron is null ? null : new TimerSchedule(trimmed, cron, default);
        }

        return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out TimeSpan every) && every > TimeSpan.Zero
            ? new TimerSchedule(trimmed, null, every)
            : null;
    }

    /// <summary>The first occurrence after <paramref name="after"/>; null when there is none.</summary>
    public DateTime? Next(DateTime after)
    {
        if (_cron is null) return DateTime.MaxValue - after > _every ? after + _every : null;
        DateTime next = _cron.GetNextOccurrence(after, DateTime.MaxValue);
        return next == DateTime.MaxValue ? null : DateTime.SpecifyKind(next, DateTimeKind.Utc);
    }

    /// <summary>Whether occurrences are at least a minute apart, as far as the next two tell; only such timers are monitored.</summary>
    public bool IsSlow(DateTime now) =>
        Next(now) is { } first && (Next(first) is not { } second || second - first >= TimeSpan.FromMinutes(1));
}
