using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Explaining;

/// <summary>A pool that a run would use.</summary>
/// <param name="Pool">What is told of it.</param>
/// <param name="Nodes">Its nodes.</param>
internal sealed record FoundPool(ExplainedPool Pool, PoolNodes Nodes);
