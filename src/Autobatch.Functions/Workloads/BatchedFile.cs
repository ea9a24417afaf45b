namespace Autobatch.Functions.Workloads;

/// <summary>A file of a batch.</summary>
/// <param name="Key">Its key among the workload's files.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="ETag">The version that was taken in.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record BatchedFile(string Key, string Name, string ETag, long Bytes);
