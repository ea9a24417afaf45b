using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Lists the containers of <c>LogsAndContainerScan</c> triggers again and again; triggers with events are never scanned for.</summary>
internal sealed partial class BlobScanner(
    FunctionTable functions, BlobConnections connections, BlobEventQueue queue, LocalOptions options, TimeProvider time,
    ILogger<BlobScanner> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _scanning = Task.CompletedTask;

    // No BackgroundService: a host that stops before one has begun, as for a port that is taken, calls that an unhandled exception.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var scanned = functions.Of<BlobTriggerModel>().Where(f => f.Trigger.Source == BlobTriggerSource.LogsAndContainerScan).ToList();
        if (scanned.Count > 0) _scanning = Task.Run(() => ScanAllAsync(scanned, _stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _scanning.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task ScanAllAsync(IReadOnlyList<(FunctionModel Function, BlobTriggerModel Trigger)> scanned, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.BlobScanInterval, time);
        do
        {
            foreach ((FunctionModel function, BlobTriggerModel trigger) in scanned) await ScanAsync(function, trigger, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ScanAsync(FunctionModel function, BlobTriggerModel trigger, CancellationToken cancellation)
    {
        BlobContainerClient container = connections.Container(trigger.Connection, trigger.Path.Container);
        string? prefix = trigger.Path.Prefix is { Length: > 0 } literal ? literal : null;
        try
        {
            await foreach (Page<BlobItem> page in container.GetBlobsAsync(
                BlobTraits.None, BlobStates.None, prefix, cancellation).AsPages())
            {
                BlobEvent[] found =
                [
                    .. from blob in page.Values
                       where trigger.Path.Match(blob.Name) is not null
                       select new BlobEvent(
                           function.Name, trigger.Path.Container, blob.Name, blob.Properties.ETag?.ToString().Trim('"') ?? ""),
                ];
                if (found.Length > 0) queue.AcceptUnseen(found);
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // The container may come later; the next scan sees it.
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException)
        {
            LogFault(logger, fault, trigger.Path.Container, function.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Scanning the container {Container} for function {Function} failed; the next scan tries again",
        EventName = "BlobScanFault")]
    private static partial void LogFault(ILogger logger, Exception fault, string container, string function);
}
