namespace Autobatch.Functions.Api.Pools;

/// <summary>How one pool has scaled.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Id">Its id.</param>
/// <param name="Spans">Oldest first; between two of them nobody looked, since the account had no run.</param>
internal sealed record PoolHistoryView(string Account, string Id, IReadOnlyList<PoolSpanView> Spans);
