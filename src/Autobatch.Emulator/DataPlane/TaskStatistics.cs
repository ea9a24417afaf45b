using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>
/// What $expand=stats adds to tasks, jobs and job schedules: the tasks that are there, counted at the moment. Times are those of the last attempt;
/// what only a real machine could tell (CPU time, disk) is zero.
/// </summary>
internal sealed record TaskStatistics(DateTimeOffset Start, DateTimeOffset Now, long Succeeded, long Failed, long Retries, TimeSpan WallClock, TimeSpan Wait)
{
    public static TaskStatistics Of(IEnumerable<TaskRecord> tasks, DateTimeOffset start, DateTimeOffset now)
    {
        var (succeeded, failed, retries) = (0L, 0L, 0L);
        var (wallClock, wait) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var task in tasks)
        {
            var run = task.Execution;
            succeeded += run.Succeeded == true ? 1 : 0;
            failed += run.Succeeded == false ? 1 : 0;
            retries += run.RetryCount;
            if (run.StartTime is { } began)
            {
                wallClock += (run.EndTime ?? now) - began;
                wait += began - task.CreationTime;
            }
        }

        return new(start, now, succeeded, failed, retries, wallClock, wait);
    }

    /// <summary>Writes the object; counts of tasks are for more than one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="url">URL of the resource.</param>
    /// <param name="counts">Whether it is about a job or more.</param>
    public void Write(Utf8JsonWriter writer, string url, bool counts)
    {
        writer.WriteStartObject();
        WriteRange(writer, url, Start, Now);
        writer.WriteString("userCPUTime", "PT0S");
        writer.WriteString("kernelCPUTime", "PT0S");
        writer.WriteString("wallClockTime", WireTime.Format(WallClock));
        writer.WriteString("readIOps", "0");
        writer.WriteString("writeIOps", "0");
        writer.WriteNumber("readIOGiB", 0);
        writer.WriteNumber("writeIOGiB", 0);
        if (counts)
        {
            Number(writer, "numSucceededTasks", Succeeded);
            Number(writer, "numFailedTasks", Failed);
            Number(writer, "numTaskRetries", Retries);
        }

        writer.WriteString("waitTime", WireTime.Format(Wait));
        writer.WriteEndObject();
    }

    public static void WriteRange(Utf8JsonWriter writer, string? url, DateTimeOffset start, DateTimeOffset now)
    {
        if (url is not null)
        {
            writer.WriteString("url", $"{url}/lifetimestats");
        }

        writer.WriteString("startTime", WireTime.Format(start));
        writer.WriteString("lastUpdateTime", WireTime.Format(now));
    }

    // 64-bit integers are texts (FACTS A.1).
    private static void Number(Utf8JsonWriter writer, string name, long value) => writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
