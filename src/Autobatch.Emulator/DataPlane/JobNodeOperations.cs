using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>GET /jobs/{jobId}/jobpreparationandreleasetaskstatus: one item for each node that ran either, also when the node is gone (FACTS A.2).</summary>
internal static class JobNodeOperations
{
    private static readonly ResourceShape<JobNodeView> s_shape = Shape();

    public static ValueTask<Reply> List(Call call)
    {
        lock (call.World.Gate)
        {
            var job = call.Job();
            if (job.Record.Traits.Preparation is null)
            {
                throw Errors.JobPreparationTaskNotSpecified.With();
            }

            List<JobNodeView> nodes = [.. job.Nodes.Values.Select(at => new JobNodeView(at.Record, job.Record, call.BaseUrl))];
            return new(Paging.List(call, nodes, view => view.Node.NodeId, s_shape, call.OwnUrl));
        }
    }

    private static ResourceShape<JobNodeView> Shape()
    {
        var shape = new ResourceShape<JobNodeView>("jobpreparationandreleasetaskstatuslist")
            .Text("poolId", view => view.Node.PoolId)
            .Text("nodeId", view => view.Node.NodeId)
            .Text("nodeUrl", view => view.NodeUrl)
            .Row("jobPreparationTaskExecutionInfo", (writer, view, _) => Write(writer, view, view.Node.Preparation, view.Job.Traits.Preparation!.Id, retries: true))
            .Row("jobReleaseTaskExecutionInfo", (writer, view, _) => Write(writer, view, view.Node.Release!, view.Job.Traits.Release!.Id, retries: false), view => view.Node.Release is not null);
        shape.Filters
            .Text("poolId", view => view.Node.PoolId)
            .Text("nodeId", view => view.Node.NodeId);
        Filter(shape, "jobPreparationTaskExecutionInfo", view => view.Node.Preparation);
        Filter(shape, "jobReleaseTaskExecutionInfo", view => view.Node.Release);
        return shape;
    }

    private static void Filter(ResourceShape<JobNodeView> shape, string name, Func<JobNodeView, JobTaskExecution?> info) => shape.Filters
        .Text($"{name}/state", view => info(view)?.State.Current.Wire())
        .Text($"{name}/result", view => Result(info(view)))
        .Number($"{name}/exitCode", view => info(view)?.ExitCode)
        .Time($"{name}/startTime", view => info(view)?.StartTime)
        .Time($"{name}/endTime", view => info(view)?.EndTime);

    private static string? Result(JobTaskExecution? info) => ExecutionWriter.Result(info?.Succeeded);

    private static void Write(Utf8JsonWriter writer, JobNodeView view, JobTaskExecution info, string taskId, bool retries)
    {
        var directory = $"{JobRecord.DirectoryOf(view.Job.Id)}/{taskId}";
        writer.WriteStartObject();
        writer.WriteString("startTime", WireTime.Format(info.StartTime));
        writer.WriteString("state", info.State.Current.Wire());
        writer.WriteString("taskRootDirectory", directory);
        writer.WriteString("taskRootDirectoryUrl", $"{view.NodeUrl}/files/{directory}");
        ExecutionWriter.WriteEnd(writer, info.EndTime, info.ExitCode, info.Failure);
        if (retries)
        {
            ExecutionWriter.WriteRetries(writer, info.RetryCount, info.LastRetryTime);
        }

        if (Result(info) is { } result)
        {
            writer.WriteString("result", result);
        }

        writer.WriteEndObject();
    }

    private sealed record JobNodeView(JobNodeRecord Node, JobRecord Job, string BaseUrl)
    {
        public string NodeUrl => $"{BaseUrl}/pools/{Node.PoolId}/nodes/{Node.NodeId}";
    }
}
