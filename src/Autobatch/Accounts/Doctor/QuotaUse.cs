namespace Autobatch.Accounts.Doctor;

/// <summary>What an account holds at this moment, ours and others'.</summary>
/// <param name="ActiveJobs">Active jobs.</param>
/// <param name="Pools">Pools.</param>
/// <param name="DedicatedNodes">Dedicated nodes of all pools.</param>
/// <param name="LowPriorityNodes">Spot and low-priority nodes of all pools.</param>
/// <param name="DedicatedCores">Their cores; null when the name of a size does not tell.</param>
/// <param name="LowPriorityCores">Their cores; null when the name of a size does not tell.</param>
public sealed record QuotaUse(int ActiveJobs, int Pools, int DedicatedNodes, int LowPriorityNodes, int? DedicatedCores = null, int? LowPriorityCores = null);
