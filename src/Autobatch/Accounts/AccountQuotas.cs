namespace Autobatch.Accounts;

/// <summary>What a Batch account may have. Null: not told; with nodes in the user's subscription, that one's core quotas count.</summary>
/// <param name="Pools">Pools.</param>
/// <param name="ActiveJobs">Active jobs and job schedules together.</param>
/// <param name="DedicatedCores">Cores of dedicated nodes, all pools together.</param>
/// <param name="LowPriorityCores">Cores of Spot and low-priority nodes, all pools together.</param>
/// <param name="FamilyCores">Dedicated cores by VM family.</param>
/// <param name="FamiliesEnforced">Whether the families' quotas hold besides the sum.</param>
public sealed record AccountQuotas(
    int? Pools, int? ActiveJobs, int? DedicatedCores, int? LowPriorityCores, IReadOnlyDictionary<string, int> FamilyCores, bool FamiliesEnforced)
{
    /// <summary>Nothing is known.</summary>
    public static AccountQuotas Unknown { get; } = new(null, null, null, null, new Dictionary<string, int>(), false);
}
