namespace Autobatch.Azurite;

/// <summary>A blob that was created or replaced, as the access log tells it. Its version is unknown: ask for the blob's properties.</summary>
public sealed record BlobWritten(string Account, string Container, string Name);
