namespace Autobatch.Functions.Workloads;

/// <summary>A good version of a workload's document.</summary>
/// <param name="Id">32 hex digits that follow from the blob's version.</param>
/// <param name="ValidFrom">When the blob was written: files from then on go by it.</param>
internal sealed record WorkloadVersion(string Id, DateTimeOffset ValidFrom);
