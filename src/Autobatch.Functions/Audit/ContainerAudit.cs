using System.Collections.Concurrent;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>
/// Compares a container with the ledger. What is settled is remembered, so that a tick over nothing new costs one list. One blob that cannot be
/// taken in keeps no other: it is tried again by the next ticks, and is a dead letter after the fifth.
/// </summary>
internal sealed partial class ContainerAudit(
    StorageAccounts storage, BlobVersions versions, BlobArrived blobArrived, DeadLetterBox box, AuditRecords records, ILogger<ContainerAudit> logger)
{
    private const int MostAttempts = 5;
    private readonly ConcurrentDictionary<HomeContainer, ConcurrentDictionary<string, string>> _settled = new();
    private readonly ConcurrentDictionary<(HomeContainer Container, string Name), (string ETag, int Attempts)> _failing = new();

    /// <summary>Looks at every blob of a container and keeps the numbers. Storage that does not answer is one of the findings.</summary>
    public async Task AuditAsync(HomeContainer container, DurableTaskClient client, CancellationToken cancellationToken)
    {
        AuditCount count = await LookAsync(container, client, cancellationToken);
        if (count.Found > 0 || count.Error is not null)
        {
            LogCount(logger, count.Error is null ? LogLevel.Information : LogLevel.Warning, container, count.Looked, count.Found, count.Driven, count.Failed, count.Error);
        }

        await records.SaveAsync(container, count, cancellationToken);
    }

    private async Task<AuditCount> LookAsync(HomeContainer container, DurableTaskClient client, CancellationToken cancellationToken)
    {
        AuditCount count = new(0, 0, 0, 0);
        try
        {
            ConcurrentDictionary<string, string> settled = await SettledAsync(container, cancellationToken);
            await foreach (BlobItem blob in storage.Find(container.Storage).Container(container.Name).GetBlobsAsync(cancellationToken: cancellationToken))
            {
                count = count with { Looked = count.Looked + 1 };
                string etag = BlobETag.Of(blob.Properties.ETag);
                if (settled.TryGetValue(blob.Name, out string? known) && known == etag)
                {
                    continue;
                }

                if (await versions.FindAsync(container, blob.Name, cancellationToken) is not { IsScheduled: true } dealtWith || dealtWith.ETag != etag)
                {
                    count = count with { Found = count.Found + 1 };
                    bool taken = await TakeAsync(container, blob.Name, etag, client, cancellationToken);
                    count = taken ? count with { Driven = count.Driven + 1 } : count with { Failed = count.Failed + 1 };
                    if (!taken && !await IsGivenUpAsync(container, blob.Name, etag, cancellationToken))
                    {
                        continue;
                    }
                }

                settled[blob.Name] = etag;
            }

            return count;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // No container, nothing dropped.
            return count;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or FaultException)
        {
            return count with { Error = ArrivalFailure.Of(e).Detail };
        }
    }

    private async Task<bool> TakeAsync(HomeContainer container, string name, string etag, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            await blobArrived.HandleAsync(container, name, FoundBy.Audit, client, cancellationToken);
            LogTaken(logger, container.ToString(), name);
        }
        catch (Exception e) when (e is not RetryLaterException && !e.IsAway() && !cancellationToken.IsCancellationRequested)
        {
            // When storage or Batch is away, that is no blob's fault, and the next tick does better.
            await FailedAsync(container, name, etag, e, cancellationToken);
            return false;
        }

        _failing.TryRemove((container, name), out _);
        if (await box.FindAsync(container, name, etag, cancellationToken) is { } letter)
        {
            await box.RemoveAsync(letter, cancellationToken);
        }

        return true;
    }

    private async Task FailedAsync(HomeContainer container, string name, string etag, Exception failure, CancellationToken cancellationToken)
    {
        (string _, int attempts) = _failing.AddOrUpdate(
            (container, name), (etag, 1), (_, before) => before.ETag == etag ? (etag, before.Attempts + 1) : (etag, 1));
        LogFailed(logger, failure, container.ToString(), name, attempts, MostAttempts);
        if (attempts == MostAttempts)
        {
            (string code, string detail) = ArrivalFailure.Of(failure);
            await box.AddAsync(container, name, etag, code, detail, attempts, cancellationToken);
        }
    }

    // An event may have come to the same end before; then its letter is there.
    private async Task<bool> IsGivenUpAsync(HomeContainer container, string name, string etag, CancellationToken cancellationToken)
    {
        bool givenUp = await box.FindAsync(container, name, etag, cancellationToken) is not null;
        if (givenUp)
        {
            _failing.TryRemove((container, name), out _);
        }

        return givenUp;
    }

    // The first tick after a start reads what earlier ones settled.
    private async Task<ConcurrentDictionary<string, string>> SettledAsync(HomeContainer container, CancellationToken cancellationToken)
    {
        if (_settled.TryGetValue(container, out ConcurrentDictionary<string, string>? settled))
        {
            return settled;
        }

        ConcurrentDictionary<string, string> read = new(StringComparer.Ordinal);
        await foreach (BlobVersion version in versions.ListAsync(container, cancellationToken))
        {
            if (version.IsScheduled)
            {
                read[version.Name] = version.ETag;
            }
        }

        return _settled.GetOrAdd(container, read);
    }

    [LoggerMessage(1, LogLevel.Debug, "The audit took in {Container}/{Name}", EventName = "AuditTookIn")]
    private static partial void LogTaken(ILogger logger, string container, string name);

    [LoggerMessage(2, LogLevel.Warning, "The audit could not take in {Container}/{Name}, attempt {Attempt} of {Most}", EventName = "AuditFailed")]
    private static partial void LogFailed(ILogger logger, Exception failure, string container, string name, int attempt, int most);

    [LoggerMessage(EventId = 3, EventName = "AuditCounted", Message = "Audit of {Container}: {Looked} blobs, {Found} unprocessed, {Driven} taken in, {Failed} failed {Error}")]
    private static partial void LogCount(ILogger logger, LogLevel level, HomeContainer container, int looked, int found, int driven, int failed, string? error);
}
