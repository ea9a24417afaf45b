using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration failed.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The real type has only these.")]
public class TaskFailedException : Exception
{
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : this(taskName, taskId, TaskFailureDetails.FromException(innerException), innerException)
    {
    }

    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : this(taskName, taskId, failureDetails, null)
    {
    }

    private TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails, Exception? innerException)
        : base($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails?.ErrorMessage}", innerException)
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    public string TaskName { get; }

    public int TaskId { get; }

    public TaskFailureDetails FailureDetails { get; }

    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.IsCausedBy<T>();
}
