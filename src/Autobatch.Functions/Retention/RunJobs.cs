using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>A run's Batch job, when it is still there.</summary>
internal sealed partial class RunJobs(BatchAccounts accounts, AccountGate gate, ILogger<RunJobs> logger)
{
    /// <summary>Deletes the job that was made for this run, and no other one, and gives its place in the account back.</summary>
    public async Task DeleteAsync(LedgerEntry run, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (run.JobId is null || run.Account is null)
        {
            return;
        }

        foreach (string name in run.AccountsLeft.Append(run.Account).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (accounts.All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)) is { } account)
            {
                foreach (string jobId in Ids.JobsBefore(run.JobId, run.Id).Append(run.JobId))
                {
                    await DeleteAsync(account, jobId, run.Id, cancellationToken);
                }
            }
            else
            {
                LogAccountGone(logger, run.Id, run.JobId, name);
            }
        }

        if (run.KeepsJob == true)
        {
            await GateWaking.WakeAsync(client, await gate.LeaveAsync(run.Account, run.Key, cancellationToken), cancellationToken);
        }
    }

    private static async Task DeleteAsync(BatchAccount account, string jobId, string runId, CancellationToken cancellationToken)
    {
        JobState? job = await account.Data.GetJobIfExistsAsync(jobId, "id,state,metadata", cancellationToken);
        if (job is null || job.State == JobStates.Deleting || job.MetadataValue(Ids.RunMetadataName) != runId)
        {
            return;
        }

        try
        {
            await account.Data.DeleteJobAsync(jobId, cancellationToken: cancellationToken);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            // Gone or going.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} is purged without its job {JobId}: the account {Account} is not configured any more", EventName = "PurgedWithoutJob")]
    private static partial void LogAccountGone(ILogger logger, string runId, string jobId, string account);
}
