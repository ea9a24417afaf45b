using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Runs;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>Deletes auto pools that Batch should have deleted with the job: those of our ended jobs that the manifest does not keep.</summary>
internal sealed partial class LeftPools(AppIdentity identity, TimeProvider time, ILogger<LeftPools> logger)
{
    private const int MostJobs = 1000;
    private const string Select = "id,metadata,poolInfo,executionInfo,stateTransitionTime";

    // Batch deletes the pool a while after the job, and a day of ticks is enough to see one that it does not.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(1);

    public async Task DeleteAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ListQuery ended = new()
        {
            Filter = $"state eq {ODataFilter.Text(JobStates.Completed)} and stateTransitionTime lt {ODataFilter.Time(now - s_patience)} and stateTransitionTime gt {ODataFilter.Time(now - s_oldest)}",
            Select = Select,
        };
        int seen = 0;
        HashSet<string> pools = new(StringComparer.OrdinalIgnoreCase);
        await foreach (JobState job in account.Data.ListJobsAsync(ended, cancellationToken))
        {
            if (++seen > MostJobs)
            {
                break;
            }

            if (IsLeft(job) && job.ExecutionInfo?.PoolId is { } poolId && pools.Add(poolId))
            {
                await DeleteAsync(account, poolId, job.Id, cancellationToken);
            }
        }
    }

    internal bool IsLeft(JobState job) =>
        job.MetadataValue(Ids.AppMetadataName) == identity.Id
        && job.PoolInfo is { PoolId: null, AutoPoolSpecification: { KeepAlive: not true, PoolLifetimeOption: { } lifetime } }
        && lifetime.Equals("job", StringComparison.OrdinalIgnoreCase);

    private async Task DeleteAsync(BatchAccount account, string poolId, string jobId, CancellationToken cancellationToken)
    {
        if (await account.Data.GetPoolIfExistsAsync(poolId, "id,state", cancellationToken) is not { } pool || pool.State == PoolStates.Deleting)
        {
            return;
        }

        try
        {
            await account.Data.DeletePoolAsync(poolId, cancellationToken);
            LogDeleted(logger, poolId, account.Name, jobId);
        }
        catch (BatchException e) when (e.Status is 404 or 409)
        {
            // Gone or going.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Auto pool {PoolId} of account {Account} outlived job {JobId}; it is deleted", EventName = "LeftPoolDeleted")]
    private static partial void LogDeleted(ILogger logger, string poolId, string account, string jobId);
}
