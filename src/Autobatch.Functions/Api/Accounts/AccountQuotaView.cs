namespace Autobatch.Functions.Api.Accounts;

/// <summary>What an account may have.</summary>
internal sealed record AccountQuotaView(int? ActiveJobs, int? Pools, int? DedicatedCores, int? LowPriorityCores);
