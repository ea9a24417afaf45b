namespace Autobatch.Functions.Staging;

/// <summary>What storage says of a file now.</summary>
/// <param name="ETag">Its version, without quotes.</param>
/// <param name="WrittenAt">When that was written, to the second.</param>
internal sealed record CurrentVersion(string ETag, DateTimeOffset WrittenAt);
