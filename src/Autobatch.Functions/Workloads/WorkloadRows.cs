using System.Text.Json;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Data.Tables;

namespace Autobatch.Functions.Workloads;

/// <summary>Workloads in the ledger's table.</summary>
internal sealed class WorkloadRows(AppStorage storage)
{
    private const string Partition = "workload";
    private const int MaxDetail = 4000;

    public async Task<WorkloadState?> FindAsync(string name, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await storage.Ledger.GetEntityIfExistsAsync<TableEntity>(Partition, name, cancellationToken: cancellationToken);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Every workload that was ever there, in the order of names.</summary>
    public async Task<IReadOnlyList<WorkloadState>> ListAsync(CancellationToken cancellationToken)
    {
        List<WorkloadState> all = [];
        await foreach (TableEntity row in storage.Ledger.QueryAsync<TableEntity>(r => r.PartitionKey == Partition, cancellationToken: cancellationToken))
        {
            all.Add(FromRow(row));
        }

        return all;
    }

    /// <summary>Writes a workload, unless it has changed since it was read; false then.</summary>
    public async Task<bool> TrySaveAsync(WorkloadState state, CancellationToken cancellationToken)
    {
        try
        {
            _ = state.RowVersion == default
                ? await storage.Ledger.AddEntityAsync(ToRow(state), cancellationToken)
                : await storage.Ledger.UpdateEntityAsync(ToRow(state), state.RowVersion, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }

    /// <summary>Removes a workload, unless it has changed since it was read; false then.</summary>
    public async Task<bool> TryDeleteAsync(WorkloadState state, CancellationToken cancellationToken)
    {
        try
        {
            using Response done = await storage.Ledger.DeleteEntityAsync(Partition, state.Name, state.RowVersion, cancellationToken);
            return done.Status != 404;
        }
        catch (RequestFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }

    private static TableEntity ToRow(WorkloadState state)
    {
        TableEntity row = new(Partition, state.Name)
        {
            [nameof(state.Blob)] = state.Blob,
            [nameof(state.ETag)] = state.ETag,
            [nameof(state.Versions)] = JsonSerializer.Serialize(state.Versions, AppJson.Default.IReadOnlyListWorkloadVersion),
            [nameof(state.Weight)] = state.Weight,
            [nameof(state.Paused)] = state.Paused,
        };
        if (state.MaxActiveTasks is { } most)
        {
            row[nameof(state.MaxActiveTasks)] = most;
        }

        if (state.DeletedAt is { } deleted)
        {
            row[nameof(state.DeletedAt)] = deleted;
        }

        if (state.Error is { } error)
        {
            string detail = error.Detail.Length > MaxDetail ? error.Detail[..MaxDetail] : error.Detail;
            row[nameof(state.Error)] = JsonSerializer.Serialize(error with { Detail = detail }, AppJson.Default.WorkloadError);
        }

        return row;
    }

    private static WorkloadState FromRow(TableEntity row) => new()
    {
        Name = row.RowKey,
        Blob = row.GetString(nameof(WorkloadState.Blob)),
        ETag = row.GetString(nameof(WorkloadState.ETag)),
        Versions = JsonSerializer.Deserialize(row.GetString(nameof(WorkloadState.Versions)), AppJson.Default.IReadOnlyListWorkloadVersion)!,
        Weight = row.GetInt32(nameof(WorkloadState.Weight)) ?? 1,
        MaxActiveTasks = row.GetInt32(nameof(WorkloadState.MaxActiveTasks)),
        Paused = row.GetBoolean(nameof(WorkloadState.Paused)) == true,
        DeletedAt = row.GetDateTimeOffset(nameof(WorkloadState.DeletedAt)),
        Error = row.GetString(nameof(WorkloadState.Error)) is { } error ? JsonSerializer.Deserialize(error, AppJson.Default.WorkloadError) : null,
        RowVersion = row.ETag,
    };
}
