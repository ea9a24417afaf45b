using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>A job on the wire (FACTS B, R.3).</summary>
internal static class JobShape
{
    public static readonly ResourceShape<JobRecord> Shape = Build();

    private static ResourceShape<JobRecord> Build()
    {
        var shape = new ResourceShape<JobRecord>("jobs")
            .Text("id", job => job.Id)
            .Row("url", (writer, job, url) => writer.WriteStringValue($"{url}/{job.Id}"))
            .Text("eTag", job => job.ETag)
            .Time("lastModified", job => job.LastModified)
            .Time("creationTime", job => job.CreationTime)
            .State("state", job => job.State, previous: true)
            .Number("priority", job => job.Traits.Priority)
            .Number("maxParallelTasks", job => job.Traits.MaxParallelTasks)
            .Flag("usesTaskDependencies", job => job.Traits.UsesTaskDependencies)
            .Sent(job => job.Definition)
            .Default("allowTaskPreemption", "false")
            .Row("constraints", WriteConstraints)
            .Text("onAllTasksComplete", job => job.Traits.TerminateWhenComplete ? "terminatejob" : "noaction")
            .Text("onTaskFailure", job => job.Traits.PerformExitActions ? "performexitoptionsjobaction" : "noaction")
            .Row("jobManagerTask", JobTaskWriter.WriteManager, job => job.Traits.Manager is not null)
            .Row("jobPreparationTask", JobTaskWriter.WritePreparation, job => job.Traits.Preparation is not null)
            .Row("jobReleaseTask", JobTaskWriter.WriteRelease, job => job.Traits.Release is not null)
            .Row("executionInfo", WriteExecution);
        shape.Filters
            .Text("id", job => job.Id)
            .Text("displayName", job => job.Definition.Property("displayName")?.GetString())
            .Text("eTag", job => job.ETag)
            .Time("creationTime", job => job.CreationTime)
            .Time("lastModified", job => job.LastModified)
            .Text("state", job => job.State.Current.Wire())
            .Time("stateTransitionTime", job => job.State.Since)
            .Text("previousState", job => job.State.Previous?.Wire())
            .Time("previousStateTransitionTime", job => job.State.PreviousSince)
            .Number("priority", job => job.Traits.Priority)
            .Text("executionInfo/poolId", job => job.PoolId)
            .Time("executionInfo/startTime", job => job.CreationTime)
            .Time("executionInfo/endTime", job => job.EndTime)
            .Text("executionInfo/terminateReason", job => job.TerminateReason);
        return shape;
    }

    private static void WriteConstraints(Utf8JsonWriter writer, JobRecord job, string url)
    {
        writer.WriteStartObject();
        ConstraintsWriter.Duration(writer, job.Definition.Property("constraints"), "maxWallClockTime", WireTime.Infinite);
        writer.WriteNumber("maxTaskRetryCount", job.Traits.MaxRetries);
        writer.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter writer, JobRecord job, string url)
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
