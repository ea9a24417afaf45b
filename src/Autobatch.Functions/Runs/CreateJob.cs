using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Autobatch.Planning;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Runs;

/// <summary>Creates the job, with no action on completion until its last task is there.</summary>
internal sealed class CreateJob(
    RunPlans plans, BatchAccounts accounts, StorageAccounts storage, StorageUrlsFactory urls, RunLedger ledger, AccountGate gate, RunOptions options, PinnedInputs inputs, TimeProvider time)
{
    [Function(nameof(CreateJob))]
    public Task<HoldResult> Run([ActivityTrigger] RunWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.GuardAsync(nameof(CreateJob), work.Run, work.Job, context, () => CreateAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> CreateAsync(RunWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetStagedAsync(work.Run, cancellationToken);
        BatchAccount account = accounts.Find(work.Job.Account);
        try
        {
            // In a job that goes on with what another left, only tasks that are added count.
            if (plan.Source is { } source && work.Run.RerunOf is null && work.Job.Move == 0)
            {
                await inputs.CheckAsync(work.Run, work.Job, source, cancellationToken);
            }

            StorageUrls minted = await urls.ForTasksAsync(account, storage.Find(work.Run.Storage), plan, cancellationToken);
            await account.Data.CreateJobAsync(JobBodyWriter.Write(plan, minted, work.Job.JobId), cancellationToken);
        }
        catch (BatchException e) when (e.Code is BatchErrorCodes.JobExists or BatchErrorCodes.JobWithSameIdExists)
        {
            await OursAsync(account, work, cancellationToken);
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.ActiveJobAndScheduleQuotaReached)
        {
            await gate.ReturnAsync(account.Name, work.Run.Key(), work.Run.Workload, cancellationToken);
            return new HoldResult(GateHold.Of($"Account '{account.Name}' holds as many active jobs as its quota allows, also others than ours.", options));
        }

        await GateWaking.WakeAsync(client, await gate.MadeAsync(account.Name, work.Run.Key(), cancellationToken), cancellationToken);

        LedgerPatch running = new()
        {
            State = LedgerState.Scheduled,
            Status = RunStatus.Running,
            WaitingFor = "",
            Account = account.Name,
            JobId = work.Job.JobId,
            PoolId = plan.PoolId,
            Total = work.Job.Tasks,
            StartedAt = time.GetUtcNow(),
            KeepsJob = !work.Job.EndsByItself,
        };
        await ledger.UpdateAsync(work.Run.Key(), running, cancellationToken);
        return HoldResult.Taken;
    }

    private static async Task OursAsync(BatchAccount account, RunWork work, CancellationToken cancellationToken)
    {
        JobState? job = await account.Data.GetJobIfExistsAsync(work.Job.JobId, "id,state,metadata", cancellationToken);
        if (job?.MetadataValue(Ids.RunMetadataName) != work.Run.RunId)
        {
            throw new FaultException(ErrorCodes.JobIdCollision, $"Account '{account.Name}' has a job '{work.Job.JobId}' that is not this run's.");
        }
    }
}
