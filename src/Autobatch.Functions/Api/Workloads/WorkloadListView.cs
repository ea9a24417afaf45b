namespace Autobatch.Functions.Api.Workloads;

/// <summary>Every workload, in the order of names.</summary>
internal sealed record WorkloadListView(IReadOnlyList<WorkloadView> Workloads);
