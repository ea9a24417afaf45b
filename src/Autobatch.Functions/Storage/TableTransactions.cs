using Azure.Data.Tables;

namespace Autobatch.Functions.Storage;

/// <summary>Transactions on rows that others change too.</summary>
internal static class TableTransactions
{
    /// <summary>Whether the transaction was taken; false when somebody else was faster.</summary>
    public static async Task<bool> TrySubmitAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }
}
