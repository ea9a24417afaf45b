using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A job, with its statistics when they were asked for.</summary>
internal sealed record JobView(JobRecord Job, CountedTasks? Statistics)
{
    /// <summary>The job as the request wants it. Under the gate.</summary>
    public static JobView Of(Call call, JobEntry job) => new(job.Record, CountedTasks.WhenExpanded(call, [job], job.Record.CreationTime));
}

/// <summary>A job on the wire (FACTS B, R.3).</summary>
internal static class JobShape
{
    public static readonly ResourceShape<JobView> Shape = Build();

    private static ResourceShape<JobView> Build()
    {
        var shape = new ResourceShape<JobView>("jobs")
            .Text("id", view => view.Job.Id)
            .Row("url", (writer, view, url) => writer.WriteStringValue($"{url}/{view.Job.Id}"))
            .Text("eTag", view => view.Job.ETag)
            .Time("lastModified", view => view.Job.LastModified)
            .Time("creationTime", view => view.Job.CreationTime)
            .State("state", view => view.Job.State, previous: true)
            .Number("priority", view => view.Job.Traits.Priority)
            .Number("maxParallelTasks", view => view.Job.Traits.MaxParallelTasks)
            .Flag("usesTaskDependencies", view => view.Job.Traits.UsesTaskDependencies)
            .Sent(view => view.Job.Definition)
            .Default("allowTaskPreemption", "false")
            .Row("constraints", (writer, view, _) => WriteConstraints(writer, view.Job))
            .Text("onAllTasksComplete", view => view.Job.Traits.TerminateWhenComplete ? "terminatejob" : "noaction")
            .Text("onTaskFailure", view => view.Job.Traits.PerformExitActions ? "performexitoptionsjobaction" : "noaction")
            .Row("jobManagerTask", (writer, view, _) => JobTaskWriter.WriteManager(writer, view.Job), view => view.Job.Traits.Manager is not null)
            .Row("jobPreparationTask", (writer, view, _) => JobTaskWriter.WritePreparation(writer, view.Job), view => view.Job.Traits.Preparation is not null)
            .Row("jobReleaseTask", (writer, view, _) => JobTaskWriter.WriteRelease(writer, view.Job), view => view.Job.Traits.Release is not null)
            .Row("executionInfo", (writer, view, _) => WriteExecution(writer, view.Job))
            .Row("stats", (writer, view, url) => view.Statistics!.Write(writer, $"{url}/{view.Job.Id}"), view => view.Statistics is not null);
        shape.Filters
            .Text("id", view => view.Job.Id)
            .Text("displayName", view => view.Job.Definition.Property("displayName")?.GetString())
            .Text("eTag", view => view.Job.ETag)
            .Time("creationTime", view => view.Job.CreationTime)
            .Time("lastModified", view => view.Job.LastModified)
            .Text("state", view => view.Job.State.Current.Wire())
            .Time("stateTransitionTime", view => view.Job.State.Since)
            .Text("previousState", view => view.Job.State.Previous?.Wire())
            .Time("previousStateTransitionTime", view => view.Job.State.PreviousSince)
            .Number("priority", view => view.Job.Traits.Priority)
            .Text("executionInfo/poolId", view => view.Job.PoolId)
            .Time("executionInfo/startTime", view => view.Job.CreationTime)
            .Time("executionInfo/endTime", view => view.Job.EndTime)
            .Text("executionInfo/terminateReason", view => view.Job.TerminateReason);
        return shape;
    }

    private static void WriteConstraints(Utf8JsonWriter writer, JobRecord job)
    {
        writer.WriteStartObject();
        ConstraintsWriter.Duration(writer, job.Definition.Property("constraints"), "maxWallClockTime", WireTime.Infinite);
        writer.WriteNumber("maxTaskRetryCount", job.Traits.MaxRetries);
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, JobRecord job)
    {
        writer.WriteStartObject();
        writer.WriteString("startTime", WireTime.Format(job.CreationTime));
        if (job.EndTime is { } end)
        {
            writer.WriteString("endTime", WireTime.Format(end));
        }

        if (job.PoolId.Length > 0)
        {
            writer.WriteString("poolId", job.PoolId);
        }

        if (job.SchedulingError is { } error)
        {
            writer.WritePropertyName("schedulingError");
            ExecutionWriter.Write(writer, error);
        }

        if (job.TerminateReason is { } reason)
        {
            writer.WriteString("terminateReason", reason);
        }

        writer.WriteEndObject();
    }
}
