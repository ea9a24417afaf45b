using System.Security.Cryptography;
using System.Text;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>The last version that was seen of each dropped blob, so that the audit knows what is new.</summary>
internal sealed class BlobVersions(AppStorage storage)
{
    public async Task<BlobVersion?> FindAsync(HomeContainer container, string name, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row =
            await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition(container), Row(name), cancellationToken: cancellationToken);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    public Task SaveAsync(HomeContainer container, BlobVersion version, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition(container), Row(version.Name))
        {
            [nameof(BlobVersion.Name)] = version.Name,
            [nameof(BlobVersion.ETag)] = version.ETag,
            [nameof(BlobVersion.Id)] = version.Id,
            [nameof(BlobVersion.IsScheduled)] = version.IsScheduled,
            [nameof(BlobVersion.Sha256)] = version.Sha256 ?? "",
        };
        return storage.Ledger.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Every blob of a container that was ever seen.</summary>
    public async IAsyncEnumerable<BlobVersion> ListAsync(
        HomeContainer container, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(container)}");
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return FromRow(row);
        }
    }

    /// <summary>A page of them; <c>Last</c> is null at the end.</summary>
    public async Task<(IReadOnlyList<BlobVersion> Versions, string? Last)> PageAsync(
        HomeContainer container, string? after, int top, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(container)} and RowKey gt {after ?? ""}");
        List<BlobVersion> page = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(filter, top, cancellationToken: cancellationToken))
        {
            page.Add(FromRow(row));
            if (page.Count == top)
            {
                return (page, row.RowKey);
            }
        }

        return (page, null);
    }

    /// <summary>Forgets a blob, unless its row has changed since it was read.</summary>
    public async Task DeleteAsync(HomeContainer container, BlobVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Ledger.DeleteEntityAsync(Partition(container), Row(version.Name), version.RowVersion, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // The blob was dropped again at this moment.
        }
    }

    private static BlobVersion FromRow(TableEntity row) => new(
        row.GetString(nameof(BlobVersion.Name)),
        row.GetString(nameof(BlobVersion.ETag)),
        row.GetString(nameof(BlobVersion.Id)),
        row.GetBoolean(nameof(BlobVersion.IsScheduled)) == true,
        row.GetString(nameof(BlobVersion.Sha256)) is { Length: > 0 } hash ? hash : null)
    { RowVersion = row.ETag };

    private static string Partition(HomeContainer container) =>
        container.Storage is null ? $"blob-{container.Name}" : $"blob-{container.Name}@{container.Storage}";

    // A blob's name may hold characters that keys must not.
    private static string Row(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
