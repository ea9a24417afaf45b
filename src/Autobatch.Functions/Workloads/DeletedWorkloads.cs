using Autobatch.Functions.Audit;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// Forgets workloads whose document is gone and that nothing refers to any more: no file waits, no batch is open, no dead letter and no run is left.
/// The workload's own row goes last and only as it was read, so a kill repeats the step, and a workload that came back meanwhile stays.
/// </summary>
internal sealed partial class DeletedWorkloads(
    WorkloadRows rows, InputLedger ledger, WorkloadDocuments documents, DeadLetterBox letters, RunLedger runs, WorkloadTurns turns, AuditRecords audits,
    StorageAccounts storage, ContainerOptions containers, RetentionOptions options, ILogger<DeletedWorkloads> logger)
{
    /// <summary>Forgets a workload when its document was found gone before a time.</summary>
    public async Task ForgetAsync(WorkloadState workload, DateTimeOffset before, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (workload.DeletedAt is not { } deletedAt || deletedAt >= before || await IsReferredToAsync(workload.Name, cancellationToken))
        {
            return;
        }

        if (options.DryRun)
        {
            LogWould(logger, workload.Name);
            return;
        }

        await client.PurgeInstanceAsync(Ids.CollectorInstance(workload.Name), cancellationToken);
        await ledger.ClearAsync(workload.Name, deletedAt, cancellationToken);
        await turns.ForgetAsync(workload.Name, cancellationToken);
        await documents.ForgetAsync(workload.Name, deletedAt, cancellationToken);
        foreach (HomeStorage home in storage.All)
        {
            await audits.RemoveAsync(new HomeContainer(home.Name, $"{containers.Inputs}/{workload.Name}"), cancellationToken);
        }

        if (await rows.TryDeleteAsync(workload, cancellationToken))
        {
            LogForgotten(logger, workload.Name);
        }
    }

    private async Task<bool> IsReferredToAsync(string workload, CancellationToken cancellationToken) =>
        await ledger.CountWaitingAsync(workload, 1, cancellationToken) > 0
        || (await ledger.BatchesAsync(workload, cancellationToken)).Count > 0
        || (await letters.ListAsync(DeadLetterScope.OfWorkload(workload), null, 1, null, cancellationToken)).Letters.Count > 0
        || (await runs.ListAsync(new RunFilter(Workload: workload), 1, null, cancellationToken)).Entries.Count > 0;

    [LoggerMessage(1, LogLevel.Information, "Workload {Workload} is forgotten: its document is gone, and nothing refers to it", EventName = "WorkloadForgotten")]
    private static partial void LogForgotten(ILogger logger, string workload);

    [LoggerMessage(2, LogLevel.Information, "Workload {Workload} would be forgotten (Autobatch:Retention:DryRun is true)", EventName = "WorkloadWouldBeForgotten")]
    private static partial void LogWould(ILogger logger, string workload);
}
