using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>
    /// Adds tasks from their REST JSON, <c>{"value":[…]}</c> or the bare array, without copying it through models: up to 100 tasks are one request.
    /// A body that the service finds too large is sent in halves, tasks that failed on the service's side are sent again.
    /// Sending the same collection again is safe: tasks that exist count as success.
    /// </summary>
    /// <returns>One result for each task, in the order of the array. Look at <see cref="TaskAddResult.IsSuccess"/> of each.</returns>
    /// <exception cref="FormatException">The JSON is not an array of objects that each have an id of their own.</exception>
    /// <exception cref="BatchException">The service refused the collection as a whole (JobNotFound, JobCompleted, …).</exception>
    public Task<IReadOnlyList<TaskAddResult>> AddTaskCollectionAsync(
        string jobId, ReadOnlyMemory<byte> rawJson, CancellationToken cancellationToken = default) =>
        new TaskCollectionSender(_pipeline, jobId).SendAsync(rawJson, cancellationToken);

    /// <param name="jobId">The task's job.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="select"><c>$select</c>; null for everything.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<TaskState> GetTaskAsync(string jobId, string taskId, string? select = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("jobs", jobId, "tasks", taskId));
        ListQuery.Apply(new ListQuery { Select = select }, message.Request.Uri);
        return await _pipeline.ReadAsync(message, BatchJson.Default.TaskState, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The task, or null when the job has none of that id.</summary>
    public Task<TaskState?> GetTaskIfExistsAsync(string jobId, string taskId, string? select = null, CancellationToken cancellationToken = default) =>
        IfExistsAsync(GetTaskAsync(jobId, taskId, select, cancellationToken), BatchErrorCodes.TaskNotFound);

    /// <summary>A job's tasks, by page.</summary>
    public AsyncPageable<TaskState> ListTasksAsync(string jobId, ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<TaskState>(_pipeline, ResourcePath.Of("jobs", jobId, "tasks"), query, BatchJson.Default.ListBodyTaskState, cancellationToken);

    /// <summary>Ends a task: completed, with the failure <c>TaskEnded</c>. A task that is completed already answers 409 (<see cref="BatchErrorCodes.TaskCompleted"/>).</summary>
    public async Task TerminateTaskAsync(string jobId, string taskId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("jobs", jobId, "tasks", taskId, "terminate"));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a task with its files, ending it first. 404 when it is gone already.</summary>
    public async Task DeleteTaskAsync(string jobId, string taskId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Delete, ResourcePath.Of("jobs", jobId, "tasks", taskId));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
