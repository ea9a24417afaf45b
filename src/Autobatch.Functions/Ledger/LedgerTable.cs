using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>What several parts of the ledger do with its table.</summary>
internal static class LedgerTable
{
    /// <summary>Merges into a row, and makes none when it is gone: closed, never opened, or removed by a purge that was cut off.</summary>
    public static async Task MergeIfThereAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // There is nothing to note it in.
        }
    }
}
