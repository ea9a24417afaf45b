using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;

namespace Autobatch.Functions.Runs.Keys;

/// <summary>
/// Tells a rotated storage key by its symptoms: nodes or tasks are denied access, and Resource Manager says that a key is newer than Batch's copy of it, or that
/// the copy was renewed after they failed. What a firewall, a namespace or missing rights deny is none of it.
/// </summary>
internal sealed class KeySymptoms(AccountFacts facts)
{
    private const int MostRead = 1_000;
    private const string ListNodes = "id,state,lastBootTime,startTaskInfo,errors";

    private static readonly HashSet<string> s_denied = new(StringComparer.OrdinalIgnoreCase)
    {
        "ResourceContainerAccessDenied", "BlobAccessDenied", "FileUploadAccessDenied", "ApplicationPackageError",
    };

    /// <summary>Whether tasks of the job failed for it.</summary>
    public async Task<StaleKeys?> OfTasksAsync(BatchAccount account, string jobId, bool jobIsOver, CancellationToken cancellationToken)
    {
        ListQuery failed = new() { Filter = $"state eq {ODataFilter.Text(TaskStates.Completed)} and executionInfo/result eq 'failure'", Select = "id,executionInfo" };
        int read = 0;
        TaskState? denied = null;
        await foreach (TaskState task in account.Data.ListTasksAsync(jobId, failed, cancellationToken))
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

        return denied is null
            ? null
            : await ExplainAsync(account, denied.EndTime, $"task '{denied.Id}' failed with {denied.FailureInfo!.Code}", jobIsOver, cancellationToken);
    }

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
                return await ExplainAsync(account, node.LastBootTime, $"node '{node.Id}' does not come up: {code}", false, cancellationToken);
            }
        }

        return null;
    }

    private async Task<StaleKeys?> ExplainAsync(BatchAccount account, DateTimeOffset? failedAt, string what, bool jobIsOver, CancellationToken cancellationToken)
    {
        facts.Forget(account.Name);
        BatchAccountFacts known = await facts.OfAsync(account, cancellationToken);
        if (known.Link is not { Authentication: AutoStorageAuthentication.StorageKeys } link || known.Storage is not { Unknown: null } storage)
        {
            return null;
        }

        bool isStale = storage.KeysCreated.Values.Any(made => made > link.LastKeySync);
        return isStale || failedAt <= link.LastKeySync
            ? new StaleKeys(link.LastKeySync, $"A key of '{link.StorageAccount}' was made anew: {what}.", jobIsOver)
            : null;
    }
}
