namespace Autobatch.Functions.Watching;

/// <summary>A pool's nodes at one moment, dedicated and low-priority ones together.</summary>
/// <param name="Id">The pool.</param>
/// <param name="Target">Nodes that it wants.</param>
/// <param name="Nodes">Nodes that it has.</param>
/// <param name="Running">Nodes that run a task, by Batch's own counts, which may lag.</param>
internal sealed record PoolSample(string Id, int Target, int Nodes, int Running);
