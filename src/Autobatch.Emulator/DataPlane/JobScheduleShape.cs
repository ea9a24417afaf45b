using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A job schedule, with the statistics of its jobs when they were asked for.</summary>
internal sealed record JobScheduleView(JobScheduleRecord Schedule, CountedTasks? Statistics, string BaseUrl)
{
    /// <summary>The schedule as the request wants it. Under the gate.</summary>
    public static JobScheduleView Of(Call call, JobScheduleEntry schedule) =>
        new(schedule.Record, CountedTasks.WhenExpanded(call, schedule.Jobs.Values, schedule.Record.CreationTime), call.BaseUrl);
}

/// <summary>A job schedule on the wire (FACTS B).</summary>
internal static class JobScheduleShape
{
    public static readonly ResourceShape<JobScheduleView> Shape = Build();

    private static ResourceShape<JobScheduleView> Build()
    {
        var shape = new ResourceShape<JobScheduleView>("jobschedules")
            .Text("id", view => view.Schedule.Id)
            .Row("url", (writer, view, url) => writer.WriteStringValue($"{url}/{view.Schedule.Id}"))
            .Text("eTag", view => view.Schedule.ETag)
            .Time("lastModified", view => view.Schedule.LastModified)
            .Time("creationTime", view => view.Schedule.CreationTime)
            .State("state", view => view.Schedule.State, previous: true)
            .Row("schedule", WriteTimes, view => view.Schedule.Definition.Property("schedule") is not null)
            .Sent(view => view.Schedule.Definition)
            .Row("executionInfo", WriteExecution)
            .Row("stats", (writer, view, url) => view.Statistics!.Write(writer, $"{url}/{view.Schedule.Id}"), view => view.Statistics is not null);
        shape.Filters
            .Text("id", view => view.Schedule.Id)
            .Text("displayName", view => view.Schedule.Definition.Property("displayName")?.GetString())
            .Text("eTag", view => view.Schedule.ETag)
            .Time("creationTime", view => view.Schedule.CreationTime)
            .Time("lastModified", view => view.Schedule.LastModified)
            .Text("state", view => view.Schedule.State.Current.Wire())
            .Time("stateTransitionTime", view => view.Schedule.State.Since)
            .Text("previousState", view => view.Schedule.State.Previous?.Wire())
            .Time("previousStateTransitionTime", view => view.Schedule.State.PreviousSince)
            .Time("executionInfo/nextRunTime", view => view.Schedule.NextRunTime)
            .Time("executionInfo/endTime", view => view.Schedule.EndTime)
            .Text("executionInfo/recentJob/id", view => view.Schedule.RecentJobId);
        return shape;
    }

    private static void WriteTimes(Utf8JsonWriter writer, JobScheduleView view, string url)
    {
        var times = view.Schedule.Times;
        writer.WriteStartObject();
        ExecutionWriter.Time(writer, "doNotRunUntil", times.Until);
        ExecutionWriter.Time(writer, "doNotRunAfter", times.After);
        Duration(writer, "startWindow", times.Window);
        Duration(writer, "recurrenceInterval", times.Interval);
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, JobScheduleView view, string url)
    {
        writer.WriteStartObject();
        ExecutionWriter.Time(writer, "nextRunTime", view.Schedule.NextRunTime);
        if (view.Schedule.RecentJobId is { } job)
        {
            writer.WriteStartObject("recentJob");
            writer.WriteString("id", job);
            writer.WriteString("url", $"{view.BaseUrl}/jobs/{job}");
            writer.WriteEndObject();
        }

        ExecutionWriter.Time(writer, "endTime", view.Schedule.EndTime);
        writer.WriteEndObject();
    }

    private static void Duration(Utf8JsonWriter writer, string name, TimeSpan? duration)
    {
        if (duration is { } value)
        {
            writer.WriteString(name, WireTime.Format(value));
        }
    }
}
