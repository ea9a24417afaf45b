namespace Autobatch.Functions.Audit;

/// <summary>What one audit of a container came to.</summary>
/// <param name="Looked">Blobs in the container.</param>
/// <param name="Found">Versions of them that nobody had dealt with: missed events, and events under way at that moment.</param>
/// <param name="Driven">How many of these the audit has taken in itself.</param>
/// <param name="Failed">How many it could not take in; each is tried five times, and is a dead letter then.</param>
/// <param name="Error">Why the container could not be looked at to its end; null when it was.</param>
internal sealed record AuditCount(int Looked, int Found, int Driven, int Failed, string? Error = null);
