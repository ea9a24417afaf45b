using Azure;

namespace Autobatch.Functions.Staging;

/// <summary>A blob that goes into the container of a list.</summary>
/// <param name="Path">Its name there, which is its path on the node.</param>
/// <param name="Container">Where it is now.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Version">Its version; null for a blob that is named by its content.</param>
/// <param name="Bytes">Its size; null when nobody asked for it.</param>
internal sealed record ListedFile(string Path, string Container, string Name, ETag? Version, long? Bytes);
