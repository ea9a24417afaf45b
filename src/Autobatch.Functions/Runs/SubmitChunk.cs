using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Adds one chunk of tasks. Tasks that exist count as added, so it may run again.</summary>
internal sealed class SubmitChunk(RunPlans plans, RunWindows windows, RerunChunks reruns, BatchAccounts accounts, StorageAccounts storage, StorageUrlsFactory urls)
{
    [Function(nameof(SubmitChunk))]
    public Task Run([ActivityTrigger] ChunkWork work, FunctionContext context) =>
        Wire.GuardAsync(() => SubmitAsync(work, context.CancellationToken));

    private async Task SubmitAsync(ChunkWork work, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(work.Run, cancellationToken);
        (RerunChunk Chunk, RerunTasks Tasks)? again =
            RerunChunks.ListOf(work.Run, work.Job) is not { } list ? null : await reruns.FindAsync(work.Run.RunId, list, work.Chunk, ChunkIds.OfManager(plan), cancellationToken);
        TaskChunk chunk = await windows.ChunkAsync(work.Run, work.Job, plan.Source, again?.Chunk.Chunk ?? work.Chunk, cancellationToken);
        TaskChunkResult written = TaskChunkWriter.Write(plan, chunk, await urls.ForTasksAsync(accounts.Find(work.Job.Account), storage.Find(work.Run.Storage), plan, cancellationToken));
        if (written.Errors.Count > 0)
        {
            Problem problem = Problem.Of(written.Errors);
            throw new FaultException(problem.Code, problem.Detail);
        }

        BatchDataClient batch = accounts.Find(work.Job.Account).Data;
        foreach (TaskCollectionBody body in again is { } some ? RerunBodies.Only(written.Bodies, some.Chunk.Ids, some.Tasks) : written.Bodies)
        {
            await AddAsync(batch, work.Job.JobId, body, cancellationToken);
        }
    }

    private static async Task AddAsync(BatchDataClient batch, string jobId, TaskCollectionBody body, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskAddResult> results;
        try
        {
            results = await batch.AddTaskCollectionAsync(jobId, body.Utf8, cancellationToken);
        }
        catch (BatchException e) when (e.Code is BatchErrorCodes.JobNotFound or BatchErrorCodes.JobBeingDeleted)
        {
            throw new FaultException(ErrorCodes.JobVanished, $"Job '{jobId}' was deleted from outside while tasks were added.");
        }

        if (results.FirstOrDefault(r => !r.IsSuccess) is { Error: { } error } refused)
        {
            throw new FaultException(ErrorCodes.TaskRejected, $"Batch refused task '{refused.TaskId}': {error}");
        }
    }
}
