using System.Collections.Concurrent;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Telemetry;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Audit;

/// <summary>Keeps what audits came to: one row a container, written when the numbers change, and at times without a change to show that it is alive.</summary>
internal sealed class AuditRecords(AppStorage app, TimeProvider time)
{
    private const string Partition = "audit";
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<HomeContainer, AuditRecord> _known = new();

    public async Task SaveAsync(HomeContainer container, AuditCount count, CancellationToken cancellationToken)
    {
        RunMetrics.Found(count.Found, container.Name.Split('/')[0]);
        AuditRecord? before = _known.TryGetValue(container, out AuditRecord? known) ? known : await FindAsync(container, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        if (known is not null && known.Last == count && count.Found == 0 && now - known.At < s_longestSilence)
        {
            return;
        }

        AuditRecord record = new(
            container.Storage, container.Name, now, count, (before?.TotalFound ?? 0) + count.Found, count.Found > 0 ? now : before?.FoundAt);
        await app.Ledger.UpsertEntityAsync(ToRow(container, record), TableUpdateMode.Replace, cancellationToken);
        _known[container] = record;
    }

    public async Task<IReadOnlyList<AuditRecord>> ListAsync(CancellationToken cancellationToken)
    {
        List<AuditRecord> records = [];
        await foreach (TableEntity row in app.Ledger.QueryAsync<TableEntity>(r => r.PartitionKey == Partition, cancellationToken: cancellationToken))
        {
            records.Add(FromRow(row));
        }

        return records;
    }

    /// <summary>Forgets a container that is not looked at any more.</summary>
    public async Task RemoveAsync(HomeContainer container, CancellationToken cancellationToken)
    {
        _known.TryRemove(container, out _);
        await app.Ledger.DeleteEntityAsync(Partition, Row(container), ETag.All, cancellationToken);
    }

    private async Task<AuditRecord?> FindAsync(HomeContainer container, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await app.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition, Row(container), cancellationToken: cancellationToken);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    // Keys hold no slash, which stands before a workload's name.
    private static string Row(HomeContainer container) => $"{container.Name.Replace('/', ':')}@{container.Storage}";

    private static TableEntity ToRow(HomeContainer container, AuditRecord record) => new(Partition, Row(container))
    {
        [nameof(AuditRecord.Storage)] = record.Storage ?? "",
        [nameof(AuditRecord.Container)] = record.Container,
        [nameof(AuditRecord.At)] = record.At,
        [nameof(AuditCount.Looked)] = record.Last.Looked,
        [nameof(AuditCount.Found)] = record.Last.Found,
        [nameof(AuditCount.Driven)] = record.Last.Driven,
        [nameof(AuditCount.Failed)] = record.Last.Failed,
        [nameof(AuditCount.Error)] = record.Last.Error ?? "",
        [nameof(AuditRecord.TotalFound)] = record.TotalFound,
        [nameof(AuditRecord.FoundAt)] = record.FoundAt,
    };

    private static AuditRecord FromRow(TableEntity row) => new(
        row.GetString(nameof(AuditRecord.Storage)) is { Length: > 0 } storage ? storage : null,
        row.GetString(nameof(AuditRecord.Container)),
        row.GetDateTimeOffset(nameof(AuditRecord.At))!.Value,
        new AuditCount(
            row.GetInt32(nameof(AuditCount.Looked)) ?? 0,
            row.GetInt32(nameof(AuditCount.Found)) ?? 0,
            row.GetInt32(nameof(AuditCount.Driven)) ?? 0,
            row.GetInt32(nameof(AuditCount.Failed)) ?? 0,
            row.GetString(nameof(AuditCount.Error)) is { Length: > 0 } error ? error : null),
        row.GetInt64(nameof(AuditRecord.TotalFound)) ?? 0,
        row.GetDateTimeOffset(nameof(AuditRecord.FoundAt)));
}
