namespace Autobatch.Emulator.Nodes;

/// <summary>Ends an attempt with a failure that the task shows; caught by <see cref="NodeAgent"/>.</summary>
internal sealed class TaskFailureException(TaskFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>What the task's failureInfo says.</summary>
    public TaskFailure Failure { get; } = failure;
}
