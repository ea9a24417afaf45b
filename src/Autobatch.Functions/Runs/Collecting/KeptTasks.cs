using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Placement;
using Autobatch.Planning;
using Autobatch.Planning.Reruns;
using Autobatch.Results;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>
/// Carries into the result the tasks that succeeded in accounts which the run has left. What such an account still tells of them is taken; of the others the record
/// has their id alone, and their outputs are in storage.
/// </summary>
internal sealed class KeptTasks(TaskProgress progress, BatchAccounts accounts, RerunChunks chunks)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <param name="end">The run's end.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="told">Takes the tasks that were written.</param>
    /// <param name="tasks">Writes them.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Accounts that did not tell of their tasks, with the number of these.</returns>
    public async Task<IReadOnlyList<(string Account, int Tasks)>> WriteAsync(
        RunEnd end, RunPlan plan, TaskMarks told, CollectedTasks tasks, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        List<(string Account, int Tasks)> silent = [];
        foreach (LeftAccount left in end.Left ?? [])
        {
            RunJob job = end.Job! with { Account = left.Account, Move = left.Move, JobId = left.JobId ?? end.Job.JobId };
            TaskMarks marks = await progress.ReadAsync(end.Run.RunId, left.Move, cancellationToken);
            TaskNumbers numbers = new(plan, job.TotalFiles);
            await TellAsync(job, left, tasks, writer, state => numbers.Of(state.Id) is { } number && marks.Has(number) && told.Add(number), cancellationToken);
            int untold = 0;
            foreach (string id in await IdsAsync(end.Run, job, plan, cancellationToken))
            {
                if (numbers.Of(id) is { } number && marks.Has(number) && told.Add(number))
                {
                    untold++;
                    await tasks.WriteRecordedAsync(id, left.Account, writer, cancellationToken);
                }
            }

            if (untold > 0)
            {
                silent.Add((left.Account, untold));
            }
        }

        return silent;
    }

    /// <summary>Ids of the run's last job, or of what would have been it, that are not told yet.</summary>
    public async Task<IEnumerable<string>> UntoldAsync(RunEnd end, RunPlan plan, TaskMarks told, CancellationToken cancellationToken)
    {
        TaskNumbers numbers = new(plan, end.Job!.TotalFiles);
        return (await IdsAsync(end.Run, end.Job, plan, cancellationToken)).Where(id => numbers.Of(id) is { } number && told.Add(number));
    }

    private async Task TellAsync(
        RunJob job, LeftAccount left, CollectedTasks tasks, ResultDocumentWriter writer, Func<TaskState, bool> takes, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            await tasks.WriteAsync(accounts.Find(left.Account).Data, job.JobId, left.Account, takes, writer, limit.Token);
        }
        catch (Exception e) when (e is BatchException or FaultException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What it does not tell is written from the record.
        }
    }

    private async Task<IEnumerable<string>> IdsAsync(RunInput run, RunJob job, RunPlan plan, CancellationToken cancellationToken) =>
        RerunChunks.ListOf(run, job) is { } list
            ? (await chunks.ReadAsync(run.RunId, list, cancellationToken)).SelectMany(c => c.Ids)
            : Enumerable.Range(0, plan.ChunkCount(job.TotalFiles)).SelectMany(i => ChunkIds.Of(plan, i, job.TotalFiles));
}
