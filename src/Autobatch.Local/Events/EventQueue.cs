using System.Text.Json;
using Autobatch.Azurite;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Autobatch.Local.Events;

/// <summary>Where events of further storage accounts go: one queue for all of them, as Event Grid subscriptions would deliver them.</summary>
/// <param name="connection">The queue's storage account.</param>
/// <param name="name">The queue; the app makes it.</param>
/// <param name="accounts">The storage accounts, by name.</param>
/// <param name="containers">The containers of each that are subscribed.</param>
internal sealed class EventQueue(string connection, string name, IReadOnlyDictionary<string, BlobServiceClient> accounts, IReadOnlyList<string> containers)
{
    private readonly QueueClient _queue = new(connection, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    /// <summary>The further storage account that a blob was written to; null for other accounts and for containers that are not subscribed.</summary>
    public BlobServiceClient? Find(BlobWritten written) => containers.Contains(written.Container) ? accounts.GetValueOrDefault(written.Account) : null;

    public async Task SendAsync(BlobCreatedEvent created, CancellationToken cancellationToken) =>
        await _queue.SendMessageAsync(JsonSerializer.Serialize(created, EventJson.Default.BlobCreatedEvent), cancellationToken).ConfigureAwait(false);
}
