namespace Autobatch.Planning;

/// <summary>The blob that started a run.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Name">Its name within the container.</param>
/// <param name="ETag">Its version.</param>
public sealed record TriggerInfo(string Container, string Name, string ETag);
