using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Whether a terminated job is at rest: completed or gone, and no task running. Tasks that were waiting stay active for ever and never run (FACTS A.2).</summary>
internal sealed class ConfirmStopped(BatchAccounts accounts)
{
    private static readonly string[] s_moving = [TaskStates.Running, TaskStates.Preparing];

    [Function(nameof(ConfirmStopped))]
    public Task<bool> Run([ActivityTrigger] RunWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(ConfirmStopped), work.Run, work.Job, context, () => IsStoppedAsync(accounts.Find(work.Job.Account).Data, work, context.CancellationToken));

    internal static async Task<bool> IsStoppedAsync(BatchDataClient batch, RunWork work, CancellationToken cancellationToken)
    {
        JobState? job = await batch.GetJobIfExistsAsync(work.Job.JobId, "id,state,metadata", cancellationToken);
        if (job is null || job.MetadataValue(Ids.RunMetadataName) != work.Run.RunId)
        {
            return true;
        }

        bool[] moving = await Task.WhenAll(s_moving.Select(state => AnyAsync(batch, job.Id, state, cancellationToken)));
        return job.State == JobStates.Completed && !moving.Contains(true);
    }

    private static async Task<bool> AnyAsync(BatchDataClient batch, string jobId, string state, CancellationToken cancellationToken)
    {
        try
        {
            ListQuery one = new() { Filter = $"state eq {ODataFilter.Text(state)}", Select = "id", MaxResults = 1 };
            await foreach (TaskState _ in batch.ListTasksAsync(jobId, one, cancellationToken))
            {
                return true;
            }
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.JobNotFound)
        {
            // Deleted from outside at this moment.
        }

        return false;
    }
}
