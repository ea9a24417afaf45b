using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Autobatch.Functions.Storage;

/// <summary>The app's own storage: the ledger, and what runs keep between activities.</summary>
/// <param name="Ledger">The ledger's table.</param>
/// <param name="Runs">Manifests and lists of input files, by run.</param>
/// <param name="Events">Events of further storage accounts; their poison queue is the host's to make.</param>
internal sealed record AppStorage(TableClient Ledger, BlobContainerClient Runs, QueueClient Events)
{
    public const string LedgerTable = "AutobatchLedger";
    public const string RunsContainer = "autobatch-runs";
}
