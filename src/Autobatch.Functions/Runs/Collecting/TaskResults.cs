using Autobatch.Batch;
using Autobatch.Results;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>From a task as the data plane tells it to what the result says about it.</summary>
internal static class TaskResults
{
    /// <summary>What has to be asked of a task.</summary>
    public const string Select = "id,state,creationTime,requiredSlots,exitConditions,executionInfo,nodeInfo";

    public static TaskResult Of(TaskState task, IReadOnlyList<OutputBlob> outputs, string? blocked, bool actsOnJob) => new()
    {
        Id = task.Id,
        State = task.State,
        Result = task.Result,
        ExitCode = task.ExitCode,
        Exit = ExitClass.Of(task.State == TaskStates.Completed, task.ExitCode, task.FailureInfo?.Code, task.ExitConditions, actsOnJob),
        FailureInfo = BatchFailures.ToJson(task.FailureInfo),
        Blocked = blocked,
        CreationTime = task.CreationTime,
        StartTime = task.StartTime,
        EndTime = task.EndTime,
        PoolId = task.NodeInfo?.PoolId,
        NodeId = task.NodeId,
        RetryCount = task.RetryCount,
        RequeueCount = task.ExecutionInfo?.RequeueCount ?? 0,
        Outputs = outputs,
    };
}
