using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Layout;

public sealed class RemovalTests : IDisposable
{
    private readonly NodeFixture _node = new();

    public void Dispose() => _node.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleted_task_goes_and_its_neighbours_stay()
    {
        await _node.Run("/bin/true", "a");
        await _node.Run("/bin/true", "b");

        await _node.Agent.DeleteTaskAsync(NodeFixture.Place("a"), Cancel);
        await _node.Agent.DeleteTaskAsync(NodeFixture.Place("never-was"), Cancel);

        Assert.False(Directory.Exists(_node.TaskFolder("a")));
        Assert.True(Directory.Exists(_node.TaskFolder("b")));
    }

    [Fact]
    public async Task Deleted_job_goes_from_every_node_of_its_account_only()
    {
        TaskLaunch launch = NodeFixture.Launch("/bin/true");
        NodePlace[] nodes = [NodeFixture.Node with { NodeId = "node-2" }, NodeFixture.Node with { PoolId = "pool-2" }, NodeFixture.Node with { Account = "devbatchaccount2" }];
        foreach (NodePlace node in nodes) await _node.Run(launch with { Place = launch.Place with { Node = node } });

        await _node.Agent.DeleteJobAsync("devbatchaccount1", "job", Cancel);
        await _node.Agent.DeleteJobAsync("devbatchaccount9", "job", Cancel);

        Assert.Null(_node.Agent.Files.List(launch.Place with { Node = nodes[0] }, recursive: false));
        Assert.Null(_node.Agent.Files.List(launch.Place with { Node = nodes[1] }, recursive: false));
        Assert.NotNull(_node.Agent.Files.List(launch.Place with { Node = nodes[2] }, recursive: false));
    }

    [Fact]
    public async Task Removed_node_comes_back_empty()
    {
        await _node.Run(NodeFixture.Shell("echo x > $AZ_BATCH_NODE_SHARED_DIR/x"));

        await _node.Agent.RemoveNodeAsync(NodeFixture.Node, Cancel);
        Assert.Null(_node.Agent.Files.List(NodeFixture.Node, recursive: true));
        TaskOutcome outcome = await _node.Run(NodeFixture.Shell("ls $AZ_BATCH_NODE_SHARED_DIR"));

        Assert.Null(outcome.Failure);
        Assert.Equal("", _node.Output());
    }

    [Fact]
    public void Removal_does_not_follow_links_and_takes_back_permissions()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["outside"]);
        File.WriteAllText(folder["outside/keep"], "");
        Directory.CreateDirectory(folder["gone/locked/inner"]);
        File.CreateSymbolicLink(folder["gone/locked/link"], folder["outside"]);
        File.SetUnixFileMode(folder["gone/locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        FolderRemoval.Remove(folder["gone"]);

        Assert.False(Directory.Exists(folder["gone"]));
        Assert.True(File.Exists(folder["outside/keep"]));
    }

    [Fact]
    public void Full_disk_is_recognised()
    {
        IOException full = Assert.Throws<IOException>(() =>
        {
            using var device = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            device.Write(new byte[1]);
        });

        Assert.True(DiskErrors.IsFull(new InvalidOperationException("outer", full)));
        Assert.False(DiskErrors.IsFull(new IOException("other")));
    }
}
