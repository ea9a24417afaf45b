using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Azure;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>
/// Terminates jobs whose run is over, or unknown for long, and deletes ended ones when settings say so. Jobs of another app, and those that
/// a manifest keeps, are not touched.
/// </summary>
internal sealed partial class LeftJobs(RunLedger ledger, AppOptions options, AppIdentity identity, TimeProvider time, ILogger<LeftJobs> logger)
{
    private const int MostPages = 5;
    private const int MostLookedUp = 200;
    private const string Select = "id,state,metadata,creationTime,stateTransitionTime";

    public async Task CloseAsync(BatchAccount account, IReadOnlyDictionary<string, string?> open, CancellationToken cancellationToken)
    {
        string notOver = $"state ne {ODataFilter.Text(JobStates.Completed)} and state ne {ODataFilter.Text(JobStates.Deleting)}";
        await foreach (JobState job in LeftAsync(account, notOver, open, cancellationToken))
        {
            if (job.State != JobStates.Terminating)
            {
                LogTerminated(logger, job.Id, account.Name);
                await TerminateJob.TerminateAsync(account.Data, job.Id, "AutobatchRunIsOver", cancellationToken);
            }
        }

        if (options.Runs.DeleteJobs)
        {
            string over = $"state eq {ODataFilter.Text(JobStates.Completed)} and stateTransitionTime lt {ODataFilter.Time(time.GetUtcNow() - options.Sweep.Patience)}";
            await foreach (JobState job in LeftAsync(account, over, open, cancellationToken))
            {
                await DeleteAsync(account, job.Id, cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<JobState> LeftAsync(
        BatchAccount account, string filter, IReadOnlyDictionary<string, string?> open, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int pages = 0;
        int lookedUp = 0;
        await foreach (Page<JobState> page in account.Data.ListJobsAsync(new ListQuery { Filter = filter, Select = Select }, cancellationToken)
            .AsPages().WithCancellation(cancellationToken))
        {
            foreach (JobState job in page.Values)
            {
                if (job.MetadataValue(Ids.RunMetadataName) is not { } runId || !Ids.IsId(runId) || (open.TryGetValue(runId, out string? placed) && IsHere(account, placed)))
                {
                    continue;
                }

                if (++lookedUp > MostLookedUp)
                {
                    yield break;
                }

                // Read after the job was listed: a run's row names its account before anything is made there.
                if (IsLeft(account, job, await ledger.FindAsync(runId, cancellationToken)))
                {
                    yield return job;
                }
            }

            if (++pages == MostPages)
            {
                yield break;
            }
        }
    }

    private static bool IsHere(BatchAccount account, string? placed) => placed is null || string.Equals(placed, account.Name, StringComparison.OrdinalIgnoreCase);

    private bool IsLeft(BatchAccount account, JobState job, LedgerEntry? run)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (run is null)
        {
            return job.MetadataValue(Ids.AppMetadataName) == identity.Id && now - job.CreationTime > options.Sweep.UnknownAfter;
        }

        if (!LedgerState.IsSettled(run.State))
        {
            return !IsHere(account, run.Account);
        }

        bool kept = run.KeepsJob == true && (run.Status is RunStatus.Completed or RunStatus.CompletedWithFailures) && job.State != JobStates.Completed;
        return LedgerState.IsSettled(run.State) && !kept && now - run.EndedAt > options.Sweep.Patience;
    }

    private async Task DeleteAsync(BatchAccount account, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await account.Data.DeleteJobAsync(jobId, cancellationToken: cancellationToken);
            LogDeleted(logger, jobId, account.Name);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            // Gone or going.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {JobId} of account {Account} was still active after its run; it is terminated", EventName = "LeftJobTerminated")]
    private static partial void LogTerminated(ILogger logger, string jobId, string account);

    [LoggerMessage(2, LogLevel.Information, "Job {JobId} of account {Account} is deleted", EventName = "LeftJobDeleted")]
    private static partial void LogDeleted(ILogger logger, string jobId, string account);
}
