using Azure;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>A pool's nodes, by page.</summary>
    public AsyncPageable<NodeState> ListNodesAsync(string poolId, ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<NodeState>(_pipeline, ResourcePath.Of("pools", poolId, "nodes"), query, BatchJson.Default.ListBodyNodeState, cancellationToken);

    /// <summary>The nodes of every pool by state, by page; <c>poolId eq 'x'</c> as filter asks for one pool.</summary>
    public AsyncPageable<PoolNodeCounts> ListPoolNodeCountsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<PoolNodeCounts>(_pipeline, ResourcePath.Of("nodecounts"), query, BatchJson.Default.ListBodyPoolNodeCounts, cancellationToken);
}
