namespace Autobatch.Functions.Audit;

/// <summary>A container's last audit, and what all of them found.</summary>
/// <param name="Storage">The storage account; null for the primary one.</param>
/// <param name="Container">The container, or a workload's folder in it.</param>
/// <param name="At">When it was recorded: at each change, and every few minutes without one.</param>
/// <param name="Last">What it came to.</param>
/// <param name="TotalFound">Versions that nobody had dealt with, since the first audit.</param>
/// <param name="FoundAt">When the last of these was found; null when there was none.</param>
internal sealed record AuditRecord(string? Storage, string Container, DateTimeOffset At, AuditCount Last, long TotalFound, DateTimeOffset? FoundAt);
