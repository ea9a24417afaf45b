namespace Autobatch.Accounts.Doctor;

/// <summary>What the app needs to be told of, and where it listens.</summary>
/// <param name="Containers">Containers whose new blobs start something.</param>
/// <param name="Queue">Name of the storage queue that it takes events from.</param>
/// <param name="Host">The host name that its platform gave it; null when it is not known.</param>
public sealed record EventsWanted(IReadOnlyList<string> Containers, string Queue, string? Host);
