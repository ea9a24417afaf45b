using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>GET /jobs/{jobId}/tasks/{taskId}/subtasksinfo: the instances of a multi-instance task but its primary; none for other tasks (FACTS C.3).</summary>
internal static class SubtaskOperations
{
    private static readonly ResourceShape<SubtaskView> s_shape = new ResourceShape<SubtaskView>("subtasks")
        .Number("id", view => view.Subtask.Id)
        .Row("nodeInfo", WriteNode)
        .Time("startTime", view => view.Subtask.StartTime)
        .Time("endTime", view => view.Subtask.EndTime)
        .Row("exitCode", (writer, view, _) => writer.WriteNumberValue(view.Subtask.ExitCode!.Value), view => view.Subtask is { EndTime: not null, ExitCode: not null })
        .Row("failureInfo", (writer, view, _) => ExecutionWriter.Write(writer, view.Subtask.Failure!), view => view.Subtask.Failure is not null)
        .State("state", view => view.Subtask.State, previous: true)
        .Text("result", view => ExecutionWriter.Result(view.Subtask.Succeeded));

    public static ValueTask<Reply> List(Call call)
    {
        List<SubtaskView> subtasks;
        lock (call.World.Gate)
        {
            var (jobId, task) = (call.Job().Record.Id, call.Task().Record);
            subtasks = [.. (task.Subtasks ?? []).Select(subtask => new SubtaskView(subtask, jobId, task.Id, call.BaseUrl))];
        }

        return new(Paging.List(call, subtasks, view => $"{view.Subtask.Id:D3}", s_shape, call.OwnUrl));
    }

    private static void WriteNode(Utf8JsonWriter writer, SubtaskView view, string url) =>
        TaskShape.WriteNode(writer, view.Subtask.Node, view.JobId, $"{view.TaskId}/{view.Subtask.Id}", view.BaseUrl);

    private sealed record SubtaskView(SubtaskRecord Subtask, string JobId, string TaskId, string BaseUrl);
}
