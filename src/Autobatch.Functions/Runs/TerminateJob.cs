using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Ends a run's job before its time.</summary>
internal sealed class TerminateJob(BatchAccounts accounts)
{
    [Function(nameof(TerminateJob))]
    public Task Run([ActivityTrigger] JobEnding ending, FunctionContext context) =>
        RunStep.GuardAsync(nameof(TerminateJob), ending.Run, ending.Job, context, () => TerminateAsync(ending, context.CancellationToken));

    private async Task TerminateAsync(JobEnding ending, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(ending.Job.Account).Data;
        JobState? job = await batch.GetJobIfExistsAsync(ending.Job.JobId, "id,state,metadata", cancellationToken);
        if (job?.MetadataValue(Ids.RunMetadataName) == ending.Run.RunId)
        {
            await TerminateAsync(batch, ending.Job.JobId, ending.Reason, cancellationToken);
        }
    }

    internal static async Task TerminateAsync(BatchDataClient batch, string jobId, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await batch.TerminateJobAsync(jobId, reason, cancellationToken: cancellationToken);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            // Gone, ended, or on that way: done.
        }
    }
}
