using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Telemetry;
using Autobatch.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Runs.Keys;

/// <summary>
/// Has Batch read the storage keys again, once for all runs of the account, and boots the nodes that still have the old ones. It is asked until both are done.
/// The operation's id follows from the time of the last synchronisation, so runs that see the same fault at once share it.
/// </summary>
internal sealed partial class RepairKeys(BatchAccounts accounts, AccountFacts facts, TimeProvider time, ILogger<RepairKeys> logger)
{
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMinutes(1);
    private static readonly OrchestrationRuntimeStatus[] s_underWay = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    [Function(nameof(RepairKeys))]
    public Task<HoldResult> Run([ActivityTrigger] KeyRepairWork work, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunStep.GuardAsync(nameof(RepairKeys), work.Run, work.Job, context, () => RepairAsync(work, client, context.CancellationToken));

    private async Task<HoldResult> RepairAsync(KeyRepairWork work, DurableTaskClient client, CancellationToken cancellationToken)
    {
        BatchAccount account = accounts.Find(work.Job.Account);
        facts.Forget(account.Name);
        BatchAccountFacts known = await facts.OfAsync(account, cancellationToken);
        if (known.Link is not { } link)
        {
            return new HoldResult(new Hold(WaitingReason.StorageKeysRotated, $"{work.Keys.Detail} {known.Unknown ?? "The link is gone meanwhile."}"));
        }

        bool isStale = known.Storage?.KeysCreated.Values.Any(made => made > link.LastKeySync) == true;
        if (isStale)
        {
            return new HoldResult(new Hold(WaitingReason.StorageKeysRotated, await SynchroniseAsync(work, account, link.LastKeySync, client, cancellationToken)));
        }

        int booted = await BootAsync(account, work.Job.JobId, link.LastKeySync, cancellationToken);
        LogRepaired(logger, work.Run.RunId, account.Name, link.StorageAccount, booted);
        return HoldResult.Taken;
    }

    private async Task<string> SynchroniseAsync(KeyRepairWork work, BatchAccount account, DateTimeOffset seen, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string id = Ids.ForAccountChange(account.Name, AccountChangeKind.SyncKeys, "symptoms", seen.ToString("O"));
        string instance = Ids.AccountChangeInstance(id);
        OrchestrationMetadata? last = await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellationToken);
        if (last is null or { IsCompleted: true } && !(time.GetUtcNow() - last?.LastUpdatedAt < s_betweenTries))
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(ChangeAccount),
                    new AccountChange(id, AccountChangeKind.SyncKeys, account.Name, account.Resource.Id.ToString()),
                    new StartOrchestrationOptions(instance).WithDedupeStatuses(s_underWay),
                    cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Another run was faster, or the next try is: hosts differ in what they throw.
                LogNotBegun(logger, work.Run.RunId, account.Name, e.GetType().Name);
            }
        }

        string? fault = last is { RuntimeStatus: OrchestrationRuntimeStatus.Completed } ? last.ReadOutputAs<AccountChangeEnd>()?.Fault?.Detail : null;
        return fault is null ? $"{work.Keys.Detail} Batch reads the keys again." : $"{work.Keys.Detail} Batch could not read the keys again: {fault}";
    }

    private static async Task<int> BootAsync(BatchAccount account, string jobId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        int booted = 0;
        await foreach ((string poolId, NodeState node) in OldNodes.OfJobAsync(account.Data, jobId, since, cancellationToken))
        {
            booted += await account.Data.TryRebootNodeAsync(poolId, node.Id, cancellationToken) ? 1 : 0;
        }

        return booted;
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId} goes on with the new keys of storage account {Storage} in account {Account}; {Booted} nodes are booted", EventName = "StorageKeysSynchronised")]
    private static partial void LogRepaired(ILogger logger, string runId, string account, string storage, int booted);

    [LoggerMessage(2, LogLevel.Debug, "Run {RunId} did not begin to synchronise the keys of {Account}: {Error}", EventName = "SyncNotBegun")]
    private static partial void LogNotBegun(ILogger logger, string runId, string account, string error);
}
