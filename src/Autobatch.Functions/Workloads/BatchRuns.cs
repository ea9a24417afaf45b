using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Autobatch.Workloads;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Workloads;

/// <summary>Makes the run of a closed batch. The run's id follows from the batch, so doing it again meets itself.</summary>
internal sealed class BatchRuns(WorkloadDocuments documents, StorageAccounts storage, RunIntake intake, ContainerOptions containers)
{
    public async Task<LedgerEntry> TakeAsync(ClosedBatch batch, DurableTaskClient client, CancellationToken cancellationToken)
    {
        LedgerEntry claim = new()
        {
            Id = batch.RunId,
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = batch.ClosedAt,
            Workload = batch.Workload,
            Storage = batch.Storage,
            Batch = batch.RunId,
            BatchPrefix = batch.Prefix,
            BatchFiles = batch.Files.Count,
        };
        try
        {
            return await TakeAsync(batch, claim, client, cancellationToken);
        }
        catch (FaultException e)
        {
            // Nothing will mend it by itself, and it must not keep the batches behind it.
            return await intake.RefuseAsync(claim, e.ToProblem(), cancellationToken);
        }
    }

    private async Task<LedgerEntry> TakeAsync(ClosedBatch batch, LedgerEntry claim, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Workload document = await documents.ReadAsync(batch.Workload, batch.Version, cancellationToken);
        ManifestInput manifest = ManifestInput.Of(document.Manifest.Utf8);
        claim = claim with { Storage = storage.Find(batch.Storage).Name, Sha256 = manifest.Hash() };

        // With batches of one file, that file is what started the run.
        return await intake.TakeAsync(
            document.Rule.MaxFiles == 1 && batch.Files is [var only]
                ? claim with { Container = containers.Inputs, Name = only.Name, ETag = only.ETag }
                : claim,
            manifest,
            client,
            cancellationToken);
    }
}
