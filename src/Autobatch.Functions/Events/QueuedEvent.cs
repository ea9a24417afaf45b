namespace Autobatch.Functions.Events;

/// <summary>One event of a message: a blob that was created, something to pass over, or what nobody can read.</summary>
/// <param name="Storage">The storage account that the event names, by its own name.</param>
/// <param name="Container">The blob's container; null when the event is none of a created blob.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="ETag">The blob's version; null when the event does not tell.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
/// <param name="Text">The event as it came, when it cannot be read.</param>
internal sealed record QueuedEvent(string Storage, string? Container, string Name, string? ETag, string? Fault = null, string? Text = null)
{
    public static QueuedEvent Unreadable(string fault, string text) => new("", null, "", null, fault, text);

    /// <summary>Another event of storage: subscriptions without a filter send them too.</summary>
    public static QueuedEvent PassedOver { get; } = new("", null, "", null);
}
