namespace Autobatch.Functions.Api.Pools;

/// <summary>How pools have scaled.</summary>
/// <param name="Pools">By account and id; only pools of which something is known.</param>
internal sealed record PoolHistoryListView(IReadOnlyList<PoolHistoryView> Pools);
