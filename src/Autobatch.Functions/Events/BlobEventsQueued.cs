using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Events;

/// <summary>Events of further storage accounts: one queue, whatever their number.</summary>
internal sealed class BlobEventsQueued(EventIntake intake)
{
    /// <summary>The host's <c>maxDequeueCount</c> in host.json. At the last attempt the app itself puts away what fails, since only it knows why.</summary>
    public const int MostAttempts = 5;

    [Function(nameof(BlobEventsQueued))]
    public Task Run(
        [QueueTrigger("%Autobatch:Events:Queue%")] QueueMessage message, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        intake.TakeAsync(message.Body, (int)message.DequeueCount, MostAttempts, client, context.CancellationToken);
}
