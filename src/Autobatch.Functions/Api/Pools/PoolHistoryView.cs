namespace Autobatch.Functions.Api.Pools;

/// <summary>How pools have scaled.</summary>
/// <param name="Pools">By account and id; only pools of which something is known.</param>
internal sealed record PoolHistoryListView(IReadOnlyList<PoolHistoryView> Pools);

/// <summary>How one pool has scaled.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Id">Its id.</param>
/// <param name="Spans">Oldest first; between two of them nobody looked, since the account had no run.</param>
internal sealed record PoolHistoryView(string Account, string Id, IReadOnlyList<PoolSpanView> Spans);

/// <summary>A time in which a pool's nodes did not change.</summary>
/// <param name="From">When it was first seen so.</param>
/// <param name="Until">When it was last seen so.</param>
/// <param name="Target">Nodes that it wanted, dedicated and low-priority ones together.</param>
/// <param name="Nodes">Nodes that it had.</param>
/// <param name="Running">Nodes that ran a task.</param>
internal sealed record PoolSpanView(DateTimeOffset From, DateTimeOffset Until, int Target, int Nodes, int Running);
