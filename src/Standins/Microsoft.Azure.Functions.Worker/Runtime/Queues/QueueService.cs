using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>Runs a loop for each queue function.</summary>
internal sealed class QueueService(
    FunctionTable functions, FunctionRunner runner, BlobConnections connections, HostJson host, LocalOptions options, InvocationBreaker breaker,
    TimeProvider time, ILogger<QueueService> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(functions.Of<QueueTriggerModel>()
            .Select(f => Loop(f.Function, f.Trigger))
            .Select(loop => Task.Run(() => loop.RunAsync(_stop.Token), CancellationToken.None))
            .ToList());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await breaker.DrainAsync(_loops, cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private QueueLoop Loop(FunctionModel function, QueueTriggerModel trigger)
    {
        QueueClient queue = Client(trigger.Connection, trigger.Queue);
        QueueClient? poison = QueueNames.PoisonOf(trigger.Queue) is { } name ? Client(trigger.Connection, name) : null;
        var handler = new QueueMessageHandler(function, queue, poison, runner, breaker, host.Queues, options.QueueLease, time, logger);
        return new QueueLoop(function.Name, queue, handler, host.Queues, options.QueueLease, time, logger);
    }

    // Messages are decoded by us, so that one that is no base64 holds up no other.
    private QueueClient Client(string connection, string queue) => new(connections.Text(connection), queue);
}
