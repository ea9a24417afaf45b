using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.DeadLetters;

/// <summary>What the app gave up on, until it is replayed: one row a version of a file, in the ledger's table.</summary>
internal sealed partial class DeadLetterBox(AppStorage app, StorageAccounts storage, ContainerOptions containers, TimeProvider time, ILogger<DeadLetterBox> logger)
{
    private const int AtOnce = 8;

    /// <summary>Keeps a letter. The same version again is the same letter, with what was said last.</summary>
    /// <param name="container">Where the file lies.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="etag">Its version; null or empty when it is not known.</param>
    /// <param name="code">Why, as a code of the error catalogue.</param>
    /// <param name="detail">The particulars; credentials are taken out.</param>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task AddAsync(HomeContainer container, string name, string? etag, string code, string detail, int attempts, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DeadLetter letter = new()
        {
            Id = IdOf(container, name, etag),
            Workload = WorkloadOf(container, name),
            Storage = container.Storage,
            Container = container.Name,
            Name = name,
            ETag = Plain(etag),
            Code = code,
            Detail = Secrets.Strip(detail),
            Attempts = attempts,
            FirstAt = now,
            LastAt = now,
        };
        LogAdded(logger, $"{container}/{name}", code, letter.Detail);
        return SaveAsync(letter, ScopeOf(container, name), cancellationToken);
    }

    /// <summary>Keeps a message that names no file.</summary>
    public Task AddMessageAsync(string message, string code, string detail, int attempts, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DeadLetter letter = new()
        {
            Id = Ids.ContentHash(System.Text.Encoding.UTF8.GetBytes(message))[..32],
            Code = code,
            Detail = Secrets.Strip(detail),
            Attempts = attempts,
            FirstAt = now,
            LastAt = now,
            Message = Secrets.Strip(message),
        };
        LogAdded(logger, "a message", code, letter.Detail);
        return SaveAsync(letter, DeadLetterScope.Messages, cancellationToken);
    }

    /// <summary>The letter of a file's version; null when there is none.</summary>
    public async Task<DeadLetter?> FindAsync(HomeContainer container, string name, string? etag, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await app.Ledger.GetEntityIfExistsAsync<TableEntity>(
            ScopeOf(container, name).Partition, IdOf(container, name, etag), cancellationToken: cancellationToken);
        return row.HasValue ? DeadLetterRows.FromRow(row.Value!) : null;
    }

    /// <summary>One page, in no order that means anything.</summary>
    /// <param name="scope">Which letters.</param>
    /// <param name="id">Only this one; null for all.</param>
    /// <param name="top">Most letters of the page.</param>
    /// <param name="continuation">Where the page before ended.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(IReadOnlyList<DeadLetter> Letters, string? Continuation)> ListAsync(
        DeadLetterScope scope, string? id, int top, string? continuation, CancellationToken cancellationToken)
    {
        (string first, string next) = DeadLetterScope.Partitions;
        string filter = scope.Partition is { } partition
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition}")
            : TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {next}");
        filter += id is null ? "" : TableClient.CreateQueryFilter($" and RowKey eq {id}");
        List<DeadLetter> letters = [];
        await foreach (Page<TableEntity> page in app.Ledger.QueryAsync<TableEntity>(filter, top, cancellationToken: cancellationToken)
            .AsPages(continuation).WithCancellation(cancellationToken))
        {
            letters.AddRange(page.Values.Select(DeadLetterRows.FromRow));
            if (letters.Count >= top || page.ContinuationToken is null)
            {
                return (letters, page.ContinuationToken);
            }
        }

        return (letters, null);
    }

    /// <summary>Takes letters out; gives how many are gone.</summary>
    public async Task<int> RemoveAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        int removed = 0;
        await Parallel.ForEachAsync(
            letters,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (letter, token) => Interlocked.Add(ref removed, await RemoveAsync(letter, token) ? 1 : 0));
        return removed;
    }

    /// <summary>Takes a letter out, unless something was said of it since it was read; false then.</summary>
    public async Task<bool> RemoveAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            DeadLetterScope scope = letter.Name is { } name ? ScopeOf(new HomeContainer(letter.Storage, letter.Container!), name) : DeadLetterScope.Messages;
            await app.Ledger.DeleteEntityAsync(scope.Partition, letter.Id, letter.RowVersion, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // It failed again meanwhile, and stays.
            return false;
        }
    }

    /// <summary>The workload whose folder a file lies in; null when it lies in none.</summary>
    public string? WorkloadOf(HomeContainer container, string name) =>
        container.Name == containers.Inputs && name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && IsWorkload(name[..slash]) ? name[..slash] : null;

    private static bool IsWorkload(string name) => name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? Plain(string? etag) => etag?.Trim('"') is { Length: > 0 } plain ? plain : null;

    // Storage that is not configured has no other name than the one that somebody gave it.
    private string IdOf(HomeContainer container, string name, string? etag) =>
        Ids.ForBlob(storage.TryFind(container.Storage)?.Account ?? container.Storage!, container.Name, name, Plain(etag) ?? "");

    private DeadLetterScope ScopeOf(HomeContainer container, string name) =>
        WorkloadOf(container, name) is { } workload ? DeadLetterScope.OfWorkload(workload) : DeadLetterScope.OfContainer(container);

    private async Task SaveAsync(DeadLetter letter, DeadLetterScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await app.Ledger.AddEntityAsync(DeadLetterRows.ToRow(letter, scope.Partition!), cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            TableEntity row = DeadLetterRows.ToRow(letter, scope.Partition!);
            row.Remove(nameof(DeadLetter.FirstAt));
            await app.Ledger.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Subject} is a dead letter now: {Code}: {Detail}", EventName = "DeadLetterAdded")]
    private static partial void LogAdded(ILogger logger, string subject, string code, string detail);
}
