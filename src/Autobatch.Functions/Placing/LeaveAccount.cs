using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Placing;

/// <summary>Terminates the job that a run leaves behind, as far as the account answers. What it does not hear now the sweeper tells it later.</summary>
internal sealed class LeaveAccount(BatchAccounts accounts)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Function(nameof(LeaveAccount))]
    public Task<Leaving> Run([ActivityTrigger] RunWork work, FunctionContext context) =>
        RunStep.GuardAsync(nameof(LeaveAccount), work.Run, work.Job, context, () => LeaveAsync(work, context.CancellationToken));

    private async Task<Leaving> LeaveAsync(RunWork work, CancellationToken cancellationToken)
    {
        BatchDataClient batch = accounts.Find(work.Job.Account).Data;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            JobState? job = await batch.GetJobIfExistsAsync(work.Job.JobId, "id,state,metadata", limit.Token);
            if (job?.MetadataValue(Ids.RunMetadataName) == work.Run.RunId && job.State != JobStates.Completed)
            {
                await TerminateJob.TerminateAsync(batch, job.Id, "AutobatchRunMoved", limit.Token);
            }

            return new Leaving(true, await ConfirmStopped.IsStoppedAsync(batch, work, limit.Token));
        }
        catch (Exception e) when (e is BatchException { IsTransient: true } || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Leaving(false, false);
        }
    }
}
