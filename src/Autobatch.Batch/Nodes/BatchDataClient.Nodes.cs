using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>A pool's nodes, by page.</summary>
    public AsyncPageable<NodeState> ListNodesAsync(string poolId, ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<NodeState>(_pipeline, ResourcePath.Of("pools", poolId, "nodes"), query, BatchJson.Default.ListBodyNodeState, cancellationToken);

    /// <summary>Boots a node once its running tasks have ended; until then it takes no new ones.</summary>
    /// <returns>False when it is gone, or in a state in which it cannot be booted, such as on its way already.</returns>
    public async Task<bool> TryRebootNodeAsync(string poolId, string nodeId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("pools", poolId, "nodes", nodeId, "reboot"));
        BatchPipeline.SetJson(message, RequestContent.Create("{\"nodeRebootOption\":\"taskcompletion\"}"u8.ToArray()));
        try
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (BatchException refused) when (refused.Status is 404 or 409)
        {
            return false;
        }
    }

    /// <summary>The nodes of every pool by state, by page; <c>poolId eq 'x'</c> as filter asks for one pool.</summary>
    public AsyncPageable<PoolNodeCounts> ListPoolNodeCountsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<PoolNodeCounts>(_pipeline, ResourcePath.Of("nodecounts"), query, BatchJson.Default.ListBodyPoolNodeCounts, cancellationToken);
}
