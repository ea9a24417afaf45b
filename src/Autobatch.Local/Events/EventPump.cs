using System.Net.Http.Json;
using System.Threading.Channels;
using Autobatch.Azurite;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Autobatch.Local.Events;

/// <summary>
/// Makes the blob events that Azurite has none of: access log → one HEAD for the version → the real webhook door of every function that wants the blob,
/// or for further storage accounts the app's event queue.
/// It is the fast path only: what it misses, the app's audit finds.
/// </summary>
internal sealed partial class EventPump(
    AzuriteAccessLog log,
    BlobServiceClient storage,
    HttpClient functions,
    IReadOnlyList<EventSubscription> subscriptions,
    EventQueue queue,
    ILogger<EventPump> logger,
    TimeProvider time)
{
    private const int AtOnce = 8;
    private const int Attempts = 5;

    private readonly Channel<BlobWritten> _written = Channel.CreateBounded<BlobWritten>(1024);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PumpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            PumpBroken(exception);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        Task delivering = Parallel.ForEachAsync(
            _written.Reader.ReadAllAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            DeliverAsync);
        await foreach (IReadOnlyList<BlobWritten> batch in log.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (BlobWritten written in batch.Where(Concerns))
            {
                await _written.Writer.WriteAsync(written, cancellationToken).ConfigureAwait(false);
            }
        }

        await delivering.ConfigureAwait(false);
    }

    private bool Concerns(BlobWritten written) =>
        queue.Find(written) is not null || (written.Account == storage.AccountName && subscriptions.Any(subscription => subscription.Concerns(written)));

    private async ValueTask DeliverAsync(BlobWritten written, CancellationToken cancellationToken)
    {
        try
        {
            BlobServiceClient account = queue.Find(written) ?? storage;
            if (await ReadPropertiesAsync(account, written, cancellationToken).ConfigureAwait(false) is not { } properties)
            {
                return;
            }

            if (account != storage)
            {
                await queue.SendAsync(BlobCreatedEvent.For(written, properties, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                BlobCreatedEvent[] body = [BlobCreatedEvent.For(written, properties, time.GetUtcNow())];
                foreach (EventSubscription subscription in subscriptions.Where(subscription => subscription.Concerns(written)))
                {
                    await PostAsync(subscription.Function, body, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EventLost(written.Account, written.Container, written.Name, exception.Message);
        }
    }

    /// <returns>Null when the blob is gone again, or is a copy that is not complete.</returns>
    private static async Task<WrittenBlobProperties?> ReadPropertiesAsync(BlobServiceClient account, BlobWritten written, CancellationToken cancellationToken)
    {
        BlobClient blob = account.GetBlobContainerClient(written.Container).GetBlobClient(written.Name);
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return properties.CopyStatus is CopyStatus.Pending or CopyStatus.Failed or CopyStatus.Aborted && properties.CopyId is { Length: > 0 }
                ? null
                : new WrittenBlobProperties(
                    properties.ETag.ToString(), properties.ContentLength, properties.ContentType ?? string.Empty, properties.BlobType + "Blob", blob.Uri);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    private async Task PostAsync(string function, BlobCreatedEvent[] body, CancellationToken cancellationToken)
    {
        string door = $"runtime/webhooks/blobs?functionName=Host.Functions.{Uri.EscapeDataString(function)}";
        TimeSpan wait = TimeSpan.FromMilliseconds(100);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Post, door) { Content = JsonContent.Create(body, EventJson.Default.BlobCreatedEventArray) };
                request.Headers.Add("aeg-event-type", "Notification");
                using HttpResponseMessage response = await functions.SendAsync(request, cancellationToken).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (Exception exception) when (IsPassing(exception) && attempt < Attempts && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                wait *= 2;
            }
        }
    }

    private static bool IsPassing(Exception exception) => exception is HttpRequestException or TaskCanceledException;

    [LoggerMessage(2, LogLevel.Error, "Blob events have ended; the audit finds what is dropped from now on")]
    private partial void PumpBroken(Exception exception);

    [LoggerMessage(1, LogLevel.Warning, "The event for {Account}/{Container}/{Blob} was not delivered ({Reason}); the audit will find it")]
    private partial void EventLost(string account, string container, string blob, string reason);
}
