using System.Text.Json;
using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>Creates a job from its REST JSON, sent as it is. A job of that id, ours or not, is <see cref="BatchErrorCodes.JobExists"/> (409).</summary>
    public async Task CreateJobAsync(ReadOnlyMemory<byte> rawJson, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("jobs"));
        BatchPipeline.SetJson(message, RequestContent.Create(rawJson));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="jobId">The job.</param>
    /// <param name="select"><c>$select</c>; null for everything.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<JobState> GetJobAsync(string jobId, string? select = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("jobs", jobId));
        ListQuery.Apply(new ListQuery { Select = select }, message.Request.Uri);
        return await _pipeline.ReadAsync(message, BatchJson.Default.JobState, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The job, or null when the account has none of that id.</summary>
    public Task<JobState?> GetJobIfExistsAsync(string jobId, string? select = null, CancellationToken cancellationToken = default) =>
        IfExistsAsync(GetJobAsync(jobId, select, cancellationToken), BatchErrorCodes.JobNotFound);

    /// <summary>The account's jobs, by page.</summary>
    public AsyncPageable<JobState> ListJobsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<JobState>(_pipeline, ResourcePath.Of("jobs"), query, BatchJson.Default.ListBodyJobState, cancellationToken);

    /// <summary>Sets the given top-level properties, each as a whole, and leaves the others.</summary>
    public async Task PatchJobAsync(string jobId, ReadOnlyMemory<byte> rawJson, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Patch, ResourcePath.Of("jobs", jobId));
        BatchPipeline.SetJson(message, RequestContent.Create(rawJson));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends a job: running tasks are terminated, active ones stay active for ever. The service goes on after the answer.
    /// A job that is already on that way answers 409 (<see cref="BatchErrorCodes.JobCompleted"/>, <see cref="BatchErrorCodes.JobBeingTerminated"/>).
    /// </summary>
    public async Task TerminateJobAsync(string jobId, string? terminateReason = null, bool force = false, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("jobs", jobId, "terminate"));
        if (force)
            message.Request.Uri.AppendQuery("force", "true");
        if (terminateReason is not null)
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(new TerminateJobBody(terminateReason), BatchJson.Default.TerminateJobBody);
            BatchPipeline.SetJson(message, RequestContent.Create(body));
        }
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a job with its tasks and their files; the service goes on after the answer. 404 when it is gone already.</summary>
    public async Task DeleteJobAsync(string jobId, bool force = false, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Delete, ResourcePath.Of("jobs", jobId));
        if (force)
            message.Request.Uri.AppendQuery("force", "true");
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many tasks are in which state. The real service's counts lag by up to two minutes: show them, decide nothing from them.</summary>
    public async Task<TaskCounts> GetTaskCountsAsync(string jobId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("jobs", jobId, "taskcounts"));
        TaskCountsBody body = await _pipeline.ReadAsync(message, BatchJson.Default.TaskCountsBody, cancellationToken).ConfigureAwait(false);
        return body.TaskCounts ?? new TaskCounts();
    }
}
