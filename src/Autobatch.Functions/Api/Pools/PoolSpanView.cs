namespace Autobatch.Functions.Api.Pools;

/// <summary>A time in which a pool's nodes did not change.</summary>
/// <param name="From">When it was first seen so.</param>
/// <param name="Until">When the next look saw it otherwise; when it was last seen so, if none did.</param>
/// <param name="Target">Nodes that it wanted, dedicated and low-priority ones together.</param>
/// <param name="Nodes">Nodes that it had.</param>
/// <param name="Running">Nodes that ran a task.</param>
internal sealed record PoolSpanView(DateTimeOffset From, DateTimeOffset Until, int Target, int Nodes, int Running);
