namespace Autobatch.Batch;

/// <summary>What became of one task of a collection.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Error">Why it was not added; null when it was, <see cref="BatchErrorCodes.TaskExists"/> when an earlier request had added it.</param>
public sealed record TaskAddResult(string TaskId, BatchError? Error)
{
    /// <summary>The job has a task of that id now, added by this request or by an earlier one.</summary>
    public bool IsSuccess => Error is null || AlreadyExisted;

    /// <summary>A task of that id was there before.</summary>
    public bool AlreadyExisted => Error?.Code == BatchErrorCodes.TaskExists;
}
