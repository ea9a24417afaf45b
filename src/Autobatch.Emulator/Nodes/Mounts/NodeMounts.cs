using System.Collections.Concurrent;
using Autobatch.Emulator.Nodes.Layout;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>The mounts of all nodes: each has a folder on each node.</summary>
internal sealed class NodeMounts(AgentDirectories agent, MountTools tools, ILogger log) : IDisposable
{
    private readonly ConcurrentDictionary<(NodePlace Node, int Index), MountedContainer> _mounted = new();

    /// <summary>Mounts all at a start of a node. The answer is the first failure, or null.</summary>
    public Task<TaskFailure?> MountAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken cancellationToken) =>
        EachAsync(node, mounts, mounted => mounted.MountAsync(cancellationToken));

    /// <summary>Shows a task what others have written. The answer is the first failure, or null.</summary>
    public Task<TaskFailure?> RefreshAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken cancellationToken) =>
        EachAsync(node, mounts, mounted => mounted.RefreshAsync(cancellationToken));

    /// <summary>Sends what tasks have written. The answer is the first failure, or null.</summary>
    public Task<TaskFailure?> SendAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken cancellationToken) =>
        EachAsync(node, mounts, mounted => mounted.SendAsync(cancellationToken));

    /// <summary>The same before the node's folder goes. What cannot be sent is put aside.</summary>
    public async Task EndAsync(NodePlace node, IReadOnlyList<BlobMount> mounts)
    {
        foreach (BlobMount mount in mounts)
        {
            MountedContainer mounted = Of(node, mount);
            if (await mounted.EndAsync().ConfigureAwait(false) is { } failure)
            {
                string aside = Path.Combine(agent.Root, mounted.AsideName);
                mounted.PutAside(aside);
                log.MountNotSent(mount.ContainerName, node.NodeId, MountFailures.Reason(failure), aside);
            }

            if (_mounted.TryRemove((node, mount.Index), out MountedContainer? ended)) ended.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (MountedContainer mounted in _mounted.Values) mounted.Dispose();
    }

    private async Task<TaskFailure?> EachAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, Func<MountedContainer, Task<TaskFailure?>> act)
    {
        if (mounts.Count == 0) return null;
        TaskFailure?[] failures = await Task.WhenAll(mounts.Select(mount => act(Of(node, mount)))).ConfigureAwait(false);
        return failures.FirstOrDefault(failure => failure is not null);
    }

    private MountedContainer Of(NodePlace node, BlobMount mount) => _mounted.GetOrAdd((node, mount.Index), _ => new(node, agent.Node(node), mount, tools));
}
