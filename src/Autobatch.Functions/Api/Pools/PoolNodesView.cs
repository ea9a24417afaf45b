namespace Autobatch.Functions.Api.Pools;

/// <summary>A pool's nodes of one kind, by state; states without a node are left out. The numbers are Batch's counts, which may lag.</summary>
internal sealed record PoolNodesView(int Target, int Current, IReadOnlyDictionary<string, int> States);
