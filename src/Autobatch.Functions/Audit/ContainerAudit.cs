using System.Collections.Concurrent;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Audit;

/// <summary>Compares a container with the ledger. What is settled is remembered, so that a tick over nothing new costs one list.</summary>
internal sealed partial class ContainerAudit(StorageAccounts storage, BlobVersions versions, BlobArrived blobArrived, ILogger<ContainerAudit> logger)
{
    private readonly ConcurrentDictionary<HomeContainer, ConcurrentDictionary<string, string>> _settled = new();

    public async Task AuditAsync(HomeContainer container, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, string> settled = await SettledAsync(container, cancellationToken);
        try
        {
            await foreach (BlobItem blob in storage.Find(container.Storage).Container(container.Name).GetBlobsAsync(cancellationToken: cancellationToken))
            {
                string etag = BlobETag.Of(blob.Properties.ETag);
                if (!settled.TryGetValue(blob.Name, out string? known) || known != etag)
                {
                    await FoundAsync(container, blob.Name, client, cancellationToken);
                    settled[blob.Name] = etag;
                }
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // No container, nothing dropped.
        }
    }

    private async Task FoundAsync(HomeContainer container, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            await blobArrived.HandleAsync(container, name, FoundBy.Audit, client, cancellationToken);
            LogFound(logger, container.ToString(), name);
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            // An event came at the same moment and was faster; what it left undone the next tick finds.
            LogContended(logger, container.ToString(), name, e.Status);
            throw;
        }
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

    [LoggerMessage(1, LogLevel.Debug, "The audit looked at {Container}/{Name}", EventName = "AuditLooked")]
    private static partial void LogFound(ILogger logger, string container, string name);

    [LoggerMessage(2, LogLevel.Debug, "{Container}/{Name} was contended: {Status}", EventName = "AuditContended")]
    private static partial void LogContended(ILogger logger, string container, string name, int status);
}
