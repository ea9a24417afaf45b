using Autobatch.Batch;
using Autobatch.Results;

namespace Autobatch.Functions.Runs;

/// <summary>From a task as the data plane tells it to what the result says about it.</summary>
internal static class TaskResults
{
    public static TaskResult Of(TaskState task, IReadOnlyList<OutputBlob> outputs, string? blocked) => new()
    {
        Id = task.Id,
        State = task.State,
        Result = task.Result,
        ExitCode = task.ExitCode,
        FailureInfo = BatchFailures.ToJson(task.FailureInfo),
        Blocked = blocked,
        StartTime = task.StartTime,
        EndTime = task.EndTime,
        RetryCount = task.RetryCount,
        Outputs = outputs,
    };
}
