using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;

namespace Autobatch.Functions.Runs;

/// <summary>Makes the tasks of a chunk and adds them. Tasks that exist count as added.</summary>
internal sealed class ChunkAdding(
    RunPlans plans, RunWindows windows, RerunChunks reruns, PinnedInputs inputs, BatchAccounts accounts, StorageAccounts storage, StorageUrlsFactory urls)
{
    /// <summary>How many tasks a chunk has.</summary>
    public async Task<int> CountAsync(ChunkWork work, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(work.Run, cancellationToken);
        return (await AgainAsync(work, plan, cancellationToken))?.Chunk.Ids.Count ?? ChunkIds.Of(plan, work.Chunk, work.Job.TotalFiles).Count;
    }

    /// <summary>The chunk's tasks, as one call of Batch or more takes them.</summary>
    public async Task<IReadOnlyList<TaskCollectionBody>> BodiesAsync(ChunkWork work, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetStagedAsync(work.Run, cancellationToken);
        (RerunChunk Chunk, RerunTasks Tasks)? again = await AgainAsync(work, plan, cancellationToken);
        TaskChunk chunk = await windows.ChunkAsync(work.Run, work.Job, plan.Source, again?.Chunk.Chunk ?? work.Chunk, cancellationToken);
        TaskChunkResult written = TaskChunkWriter.Write(plan, chunk, await urls.ForTasksAsync(accounts.Find(work.Job.Account), storage.Find(work.Run.Storage), plan, cancellationToken));
        if (written.Errors.Count > 0)
        {
            Problem problem = Problem.Of(written.Errors);
            throw new FaultException(problem.Code, problem.Detail);
        }

        return again is { } some ? RerunBodies.Only(written.Bodies, some.Chunk.Ids, some.Tasks) : written.Bodies;
    }

    /// <summary>Adds them to the job.</summary>
    /// <exception cref="FaultException">A file of theirs was written again, or Batch refuses one.</exception>
    public async Task AddAsync(RunInput run, RunJob job, IReadOnlyList<TaskCollectionBody> bodies, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(job.Account).Data;
        if ((await plans.GetAsync(run, cancellationToken)).Source is { } source)
        {
            await inputs.CheckAsync(
                run, source, bodies.SelectMany(b => b.TaskIds), async id => await batch.GetTaskIfExistsAsync(job.JobId, id, "id", cancellationToken) is not null, cancellationToken);
        }

        foreach (TaskCollectionBody body in bodies)
        {
            await AddAsync(batch, job.JobId, body, cancellationToken);
        }
    }

    private async Task<(RerunChunk Chunk, RerunTasks Tasks)?> AgainAsync(ChunkWork work, RunPlan plan, CancellationToken cancellationToken) =>
        RerunChunks.ListOf(work.Run, work.Job) is not { } list ? null : await reruns.FindAsync(work.Run.RunId, list, work.Chunk, ChunkIds.OfManager(plan), cancellationToken);

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
