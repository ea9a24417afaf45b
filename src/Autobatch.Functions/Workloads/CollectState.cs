namespace Autobatch.Functions.Workloads;

/// <summary>What one generation of collecting starts with.</summary>
/// <param name="Workload">The workload's name.</param>
internal sealed record CollectState(string Workload);
