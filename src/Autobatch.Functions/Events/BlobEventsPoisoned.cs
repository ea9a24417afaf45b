using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Events;

/// <summary>Messages of the event queue that the host gave up on: those that ended the app each time, or that were no base64.</summary>
internal sealed class BlobEventsPoisoned(EventIntake intake)
{
    [Function(nameof(BlobEventsPoisoned))]
    public Task Run([QueueTrigger("%Autobatch:Events:Queue%-poison")] QueueMessage message, FunctionContext context) =>
        intake.GiveUpAsync(message.Body, BlobEventsQueued.MostAttempts, context.CancellationToken);
}
