namespace Autobatch.Functions.Events;

/// <summary>Events of a message failed; the host is to bring the message again.</summary>
internal sealed class EventsFailedException(IReadOnlyList<Exception> failures)
    : AggregateException($"{failures.Count} events of the message failed.", failures);
