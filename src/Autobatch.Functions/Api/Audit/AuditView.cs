namespace Autobatch.Functions.Api.Audit;

/// <summary>A container's last audit.</summary>
/// <param name="Storage">The storage account; missing for the primary one.</param>
/// <param name="Container">The container; of inputs, the folder of a workload in it: <c>inputs/{workload}</c>.</param>
/// <param name="At">When the numbers were recorded: at each change, and every five minutes without one.</param>
/// <param name="Looked">Blobs in the container.</param>
/// <param name="Unprocessed">Versions of them that nobody had dealt with before: missed events, and events under way at that moment.</param>
/// <param name="Driven">How many of these the audit took in itself.</param>
/// <param name="Failed">How many it could not take in.</param>
/// <param name="TotalUnprocessed">All that were ever found unprocessed.</param>
/// <param name="LastUnprocessedAt">When the last of these was found.</param>
/// <param name="Error">Why the container could not be looked at.</param>
internal sealed record AuditView(
    string? Storage, string Container, DateTimeOffset At, int Looked, int Unprocessed, int Driven, int Failed, long TotalUnprocessed, DateTimeOffset? LastUnprocessedAt, string? Error);
