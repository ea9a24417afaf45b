using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Autobatch.Functions.Storage;

/// <summary>The app's own storage: the ledger, and what runs keep between activities.</summary>
/// <param name="Ledger">The ledger's table.</param>
/// <param name="Runs">Manifests and lists of input files, by run.</param>
internal sealed record AppStorage(TableClient Ledger, BlobContainerClient Runs)
{
    public const string LedgerTable = "AutobatchLedger";
    public const string RunsContainer = "autobatch-runs";
}
