namespace Autobatch.Functions.Api.Pools;

/// <summary>The pools of every account that answered.</summary>
/// <param name="Pools">By account and id.</param>
/// <param name="Unreachable">What accounts said that did not answer, by their names.</param>
internal sealed record PoolListView(IReadOnlyList<PoolView> Pools, IReadOnlyDictionary<string, string> Unreachable);
