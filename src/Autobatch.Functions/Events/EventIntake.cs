using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Events;

/// <summary>Hands each event of a message to the door. Events of one message do not hold up one another.</summary>
internal sealed partial class EventIntake(StorageAccounts storage, BlobArrived arrived, DeadLetterBox box, ILogger<EventIntake> logger)
{
    /// <summary>Takes a message in; what nobody can read becomes a dead letter at once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attempt">How often it was tried, this time included.</param>
    /// <param name="lastAttempt">At this attempt, what fails becomes a dead letter, too.</param>
    /// <param name="client">Of the task hub.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="EventsFailedException">Some failed: the message is to come again, which does no harm to the others.</exception>
    public async Task TakeAsync(BinaryData message, int attempt, int lastAttempt, DurableTaskClient client, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        foreach (QueuedEvent e in EventMessage.Read(message))
        {
            try
            {
                await OneAsync(e, client, cancellationToken);
            }
            catch (FaultException fault) when (fault.Code == ErrorCodes.StorageNotConfigured)
            {
                // No further attempt mends that.
                await LetterAsync(e, fault, attempt, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt >= lastAttempt)
                {
                    await LetterAsync(e, failure, attempt, cancellationToken);
                }
                else
                {
                    failures.Add(failure);
                }
            }
        }

        if (failures.Count > 0)
        {
            throw new EventsFailedException(failures);
        }
    }

    /// <summary>Makes dead letters of a message that the host gave up on.</summary>
    public async Task GiveUpAsync(BinaryData message, int attempts, CancellationToken cancellationToken)
    {
        foreach (QueuedEvent e in EventMessage.Read(message))
        {
            if (e.Fault is { } fault)
            {
                await box.AddMessageAsync(e.Text!, ErrorCodes.EventUnreadable, fault, attempts, cancellationToken);
            }
            else if (e.Container is not null)
            {
                await box.AddAsync(
                    PlaceOf(e), e.Name, e.ETag, ErrorCodes.ArrivalFailed, "The app ended, or was ended, in every attempt. The log has the particulars.", attempts, cancellationToken);
            }
        }
    }

    private async Task OneAsync(QueuedEvent e, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (e.Fault is { } fault)
        {
            await box.AddMessageAsync(e.Text!, ErrorCodes.EventUnreadable, fault, 1, cancellationToken);
        }
        else if (e.Container is null)
        {
            LogPassedOver(logger);
        }
        else
        {
            await arrived.HandleAsync(new HomeContainer(storage.Find(e.Storage).Name, e.Container), e.Name, FoundBy.Event, client, cancellationToken);
        }
    }

    private Task LetterAsync(QueuedEvent e, Exception failure, int attempt, CancellationToken cancellationToken)
    {
        (string code, string detail) = ArrivalFailure.Of(failure);
        return box.AddAsync(PlaceOf(e), e.Name, e.ETag, code, detail, attempt, cancellationToken);
    }

    // Of storage that is not configured, the event's own word for it is kept.
    private HomeContainer PlaceOf(QueuedEvent e) => new(storage.TryFind(e.Storage) is { } home ? home.Name : e.Storage, e.Container!);

    [LoggerMessage(1, LogLevel.Debug, "An event of storage that tells of no created blob is passed over", EventName = "EventPassedOver")]
    private static partial void LogPassedOver(ILogger logger);
}
