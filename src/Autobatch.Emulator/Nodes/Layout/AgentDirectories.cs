using System.Collections.Concurrent;

namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>The root folder of the agent: <c>{root}/{account}/{pool}/{node}</c>, and its own under <c>{root}/.running</c> and <c>{root}/.removed</c>.</summary>
internal sealed class AgentDirectories(string root)
{
    private readonly ConcurrentDictionary<NodePlace, Lazy<NodeDirectories>> _created = new();

    /// <summary>Absolute root.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>One record per running process.</summary>
    public string Running => Path.Combine(Root, ".running");

    /// <summary>What is to be removed and nobody's any more.</summary>
    public string Removed => Path.Combine(Root, ".removed");

    /// <summary>Where a node's directories are, made or not.</summary>
    public NodeDirectories Node(NodePlace node) => new(Path.Combine(
        Root,
        PathSegment.Of(node.Account, "account name"),
        PathSegment.Of(node.PoolId, "pool id"),
        PathSegment.Of(node.NodeId, "node id")));

    /// <summary>A node's directories, made when they are not there yet.</summary>
    public NodeDirectories CreateNode(NodePlace node)
    {
        Lazy<NodeDirectories> directories = _created.GetOrAdd(node, place => new Lazy<NodeDirectories>(() => Make(place)));
        try
        {
            return directories.Value;
        }
        catch
        {
            // A Lazy keeps its exception; the next task deserves a new attempt.
            _created.TryRemove(KeyValuePair.Create(node, directories));
            throw;
        }
    }

    /// <summary>The directories of a task.</summary>
    public TaskDirectories Task(TaskPlace task) => Node(task.Node).Task(task.JobId, task.TaskId).Instance(task.Subtask);

    /// <summary>Every node of an account that has a folder.</summary>
    public IEnumerable<NodeDirectories> NodesOf(string account)
    {
        var folder = new DirectoryInfo(Path.Combine(Root, PathSegment.Of(account, "account name")));
        return folder.Exists
            ? folder.EnumerateDirectories().SelectMany(pool => pool.EnumerateDirectories()).Select(node => new NodeDirectories(node.FullName))
            : [];
    }

    /// <summary>The directories of a node that is gone; they are made anew when it comes back.</summary>
    public NodeDirectories ForgetNode(NodePlace node)
    {
        _created.TryRemove(node, out _);
        return Node(node);
    }

    private NodeDirectories Make(NodePlace node)
    {
        NodeDirectories directories = Node(node);
        // Downloads and packages that a killed life left half-done.
        FolderRemoval.Remove(directories.Volatile);
        directories.Create();
        return directories;
    }
}
