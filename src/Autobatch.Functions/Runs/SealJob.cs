using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Runs;

/// <summary>Seals the job: every task is there, so it may end when they are complete.</summary>
internal sealed class SealJob(BatchAccounts accounts)
{
    [Function(nameof(SealJob))]
    public Task Run([ActivityTrigger] RunWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(SealJob), work.Run, work.Job, context, () => SealAsync(accounts.Find(work.Job.Account).Data, work.Job.JobId, context.CancellationToken));

    internal static async Task SealAsync(BatchDataClient batch, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await batch.PatchJobAsync(jobId, JobBodyWriter.SealBody, cancellationToken);
        }
        catch (BatchException e) when (e.Code is BatchErrorCodes.JobCompleted or BatchErrorCodes.JobBeingTerminated or BatchErrorCodes.JobNotActive)
        {
            // It has ended already: an earlier attempt sealed it, or its tasks' exit options did.
        }
    }
}
