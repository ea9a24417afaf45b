namespace Autobatch.Functions.Workloads;

/// <summary>A version of a file that was taken in.</summary>
/// <param name="Key">Its key among the workload's files.</param>
/// <param name="Storage">The storage account's name in the settings; null for the primary one.</param>
/// <param name="TakenAt">When the row was written, by the clock of the table.</param>
internal sealed record SeenFile(string Key, string? Storage, DateTimeOffset TakenAt);
