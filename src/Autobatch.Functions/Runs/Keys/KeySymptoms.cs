using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;

namespace Autobatch.Functions.Runs.Keys;

/// <summary>
/// Tells a rotated storage key by its symptoms: nodes or tasks are denied access, and Resource Manager says that a key is newer than Batch's copy of it, that
/// the copy was renewed after they failed, or that a node was booted before the key was made. What a firewall, a namespace or missing rights deny is none of it.
/// </summary>
internal sealed class KeySymptoms(AccountFacts facts)
{
    private const int MostRead = 1_000;
    private const string ListNodes = "id,state,lastBootTime,startTaskInfo,errors";

    private static readonly HashSet<string> s_denied = new(StringComparer.OrdinalIgnoreCase)
    {
        "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "ApplicationPackageError",
    };

    /// <summary>Whether tasks of a job that is over failed for it: they want another job, whoever has put the keys right since.</summary>
    public async Task<StaleKeys?> OfTasksAsync(BatchAccount account, string jobId, CancellationToken cancellationToken) =>
        await DeniedAsync(account.Data, jobId, cancellationToken) is { } denied
            ? await ExplainAsync(account, denied.EndTime, Told(denied), jobId, true, cancellationToken)
            : null;

    /// <summary>Whether tasks of a job that goes on failed for it, and others will until something is done.</summary>
    public async Task<StaleKeys?> OfRunningJobAsync(BatchAccount account, string jobId, CancellationToken cancellationToken) =>
        await DeniedAsync(account.Data, jobId, cancellationToken) is { } denied ? await ExplainAsync(account, null, Told(denied), jobId, false, cancellationToken) : null;

    /// <summary>Whether nodes of the pool do not come up for it.</summary>
    public async Task<StaleKeys?> OfNodesAsync(BatchAccount account, string poolId, CancellationToken cancellationToken)
    {
        ListQuery broken = new() { Filter = $"state eq {ODataFilter.Text(NodeStates.StartTaskFailed)} or state eq {ODataFilter.Text(NodeStates.Unusable)}", Select = ListNodes };
        await foreach (NodeState node in account.Data.ListNodesAsync(poolId, broken, cancellationToken))
        {
            string? code = node.StartTaskInfo?.FailureInfo?.Code is { } start && s_denied.Contains(start) ? start
                : node.Errors.FirstOrDefault(e => s_denied.Contains(e.Code))?.Code;
            if (code is not null)
            {
                return await ExplainAsync(account, node.LastBootTime, $"node '{node.Id}' does not come up: {code}", null, false, cancellationToken);
            }
        }

        return null;
    }

    private static string Told(TaskState denied) => $"task '{denied.Id}' failed with {denied.FailureInfo!.Code}";

    /// <summary>The last task that was denied.</summary>
    private static async Task<TaskState?> DeniedAsync(BatchDataClient batch, string jobId, CancellationToken cancellationToken)
    {
        ListQuery failed = new() { Filter = $"state eq {ODataFilter.Text(TaskStates.Completed)} and executionInfo/result eq 'failure'", Select = "id,executionInfo" };
        int read = 0;
        TaskState? denied = null;
        await foreach (TaskState task in batch.ListTasksAsync(jobId, failed, cancellationToken))
        {
            if (task.FailureInfo is { } failure && s_denied.Contains(failure.Code) && !(task.EndTime < denied?.EndTime))
            {
                denied = task;
            }

            if (++read == MostRead)
            {
                break;
            }
        }

        return denied;
    }

    private async Task<StaleKeys?> ExplainAsync(
        BatchAccount account, DateTimeOffset? failedAt, string what, string? jobId, bool jobIsOver, CancellationToken cancellationToken)
    {
        facts.Forget(account.Name);
        BatchAccountFacts known = await facts.OfAsync(account, cancellationToken);
        if (known.Link is not { Authentication: AutoStorageAuthentication.StorageKeys } link || known.Storage is not { Unknown: null } storage)
        {
            return null;
        }

        bool isStale = storage.KeysCreated.Values.Any(made => made > link.LastKeySync);
        return isStale || failedAt <= link.LastKeySync || (jobId is not null && await HasOldNodeAsync(account.Data, jobId, link, storage, cancellationToken))
            ? new StaleKeys(link.LastKeySync, $"A key of '{link.StorageAccount}' was made anew: {what}.", jobIsOver)
            : null;
    }

    // Keys that were put right for another pool do not reach this one's nodes before they are booted.
    private static async Task<bool> HasOldNodeAsync(BatchDataClient batch, string jobId, AutoStorageLink link, StorageFacts storage, CancellationToken cancellationToken)
    {
        await foreach ((_, NodeState node) in OldNodes.OfJobAsync(batch, jobId, link.LastKeySync, cancellationToken))
        {
            if (storage.KeysCreated.Values.Any(made => made > node.LastBootTime))
            {
                return true;
            }
        }

        return false;
    }
}
