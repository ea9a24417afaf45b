using Autobatch.Batch;
using Autobatch.EndToEnd.Chaos.Services;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Autobatch.Testing;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;

namespace Autobatch.EndToEnd.Chaos.Claims;

/// <summary>What must not be there once every run has ended, and once retention has removed them.</summary>
internal sealed class LeftBehind(ChaosServices services, IReadOnlyCollection<string> runs, CancellationToken cancellationToken)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>No job is active, none belongs to nobody, and no run has two.</summary>
    public async Task NoJobAsync()
    {
        List<JobState> jobs = [];
        await UntilAsync(
            async () => (jobs = await JobsAsync()).TrueForAll(job => job.State == JobStates.Completed),
            () => $"every job is completed; not so: {string.Join(", ", jobs.Where(job => job.State != JobStates.Completed).Select(job => $"{job.Id} {job.State}"))}");
        string[] owners = [.. jobs.Select(job => job.MetadataValue(Ids.RunMetadataName) ?? $"nobody: {job.Id}")];
        Assert.Empty(owners.Except(runs));
        Assert.Equal(owners.Order(), owners.Distinct().Order());
    }

    /// <summary>The ledger has these runs and no others, none of them open, and nobody is at a gate.</summary>
    public async Task NoRowAsync()
    {
        List<TableEntity> rows = [];
        await UntilAsync(
            async () => (rows = await RowsAsync()).TrueForAll(row => row.PartitionKey != LedgerKey.OpenPartition && !row.PartitionKey.StartsWith("gate-", StringComparison.Ordinal)),
            () => $"no run is open and none is at a gate\n{Text(rows)}");
        Assert.Equal(
            runs.Order(StringComparer.Ordinal),
            rows.Where(row => row.RowKey == LedgerKey.EntryRow && row.GetString(nameof(LedgerEntry.Kind)) == LedgerKind.Run).Select(row => row.PartitionKey).Order(StringComparer.Ordinal));
    }

    /// <summary>After retention: of the runs there are tombstones only, in the ledger, in storage, in the engine and in Batch.</summary>
    public async Task OnlyTombstonesAsync()
    {
        List<TableEntity> rows = [];
        await UntilAsync(
            async () => (rows = await RowsAsync()).TrueForAll(row => IsTombstone(row) || !runs.Any(run => Concerns(row, run))),
            () => $"the ledger has tombstones only\n{Text(rows.Where(row => !IsTombstone(row)))}");
        foreach (string container in (string[])["outputs", "results", "autobatch-runs"])
        {
            List<string> names = await services.Storage.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: cancellationToken)
                .Select(blob => blob.Name).ToListAsync(cancellationToken);
            Assert.DoesNotContain(names, name => runs.Any(run => name.Contains(run, StringComparison.Ordinal)));
        }

        await UntilAsync(async () => (await JobsAsync()).Count == 0, () => "every job is deleted");
        foreach (string run in runs)
        {
            Assert.Equal((run, 0), (run, Count($"SELECT count(*) FROM Instances WHERE InstanceId LIKE '{Ids.RunInstance(run)}%'")));
        }

        foreach (string table in (string[])["History", "Inbox", "Tasks", "Timers"])
        {
            Assert.Equal((table, 0), (table, Count($"SELECT count(*) FROM {table} WHERE Key NOT IN (SELECT Key FROM Instances)")));
        }
    }

    private static bool IsTombstone(TableEntity row) => row.PartitionKey == LedgerKey.PurgedPartition || row.PartitionKey.StartsWith("blob-", StringComparison.Ordinal);

    private static bool Concerns(TableEntity row, string run) =>
        row.PartitionKey.Contains(run, StringComparison.Ordinal) || row.RowKey.Contains(run, StringComparison.Ordinal)
        || row.Any(property => property.Value is string text && text.Contains(run, StringComparison.Ordinal));

    private static string Text(IEnumerable<TableEntity> rows) => string.Join('\n', rows.Select(row => $"{row.PartitionKey} | {row.RowKey} | {row.GetString(nameof(LedgerEntry.Id))}"));

    private Task UntilAsync(Func<Task<bool>> holds, Func<string> what) => Wait.UntilAsync(holds, what, s_limit, cancellationToken);

    private async Task<List<JobState>> JobsAsync()
    {
        List<JobState> jobs = [];
        foreach (string account in ChaosServices.Accounts)
        {
            jobs.AddRange(await services.Batch(account).ListJobsAsync(new ListQuery { Select = "id,state,metadata" }, cancellationToken).ToListAsync(cancellationToken));
        }

        return jobs;
    }

    /// <summary>Every row of the ledger that is of a run.</summary>
    private async Task<List<TableEntity>> RowsAsync() => await services.Ledger.QueryAsync<TableEntity>(cancellationToken: cancellationToken)
        .Where(row => LedgerFilter.IsOfARun(row.PartitionKey, row.RowKey))
        .ToListAsync(cancellationToken);

    private long Count(string query)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = services.Database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
