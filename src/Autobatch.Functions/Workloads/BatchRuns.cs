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
        Workload document = await documents.ReadAsync(batch.Workload, batch.Version, cancellationToken);
        ManifestInput manifest = ManifestInput.Of(document.Manifest.Utf8);
        LedgerEntry claim = new()
        {
            Id = batch.RunId,
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = batch.ClosedAt,
            Sha256 = manifest.Hash(),
            Workload = batch.Workload,
            Storage = storage.Find(batch.Storage).Name,
            Batch = batch.RunId,
            BatchPrefix = batch.Prefix,
            BatchFiles = batch.Files.Count,
        };

        // With batches of one file, that file is what started the run.
        if (document.Rule.MaxFiles == 1 && batch.Files is [var only])
        {
            claim = claim with { Container = containers.Inputs, Name = only.Name, ETag = only.ETag };
        }

        return await intake.TakeAsync(claim, manifest, client, cancellationToken);
    }
}
