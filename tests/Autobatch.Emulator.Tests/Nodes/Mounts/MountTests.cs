using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Emulator.Tests.Nodes.Mounts;

/// <summary>A container that is mounted on a node, between Azurite and real processes.</summary>
public sealed class MountTests(AzuriteFixture azurite) : IDisposable
{
    private const string Cat = "cat $AZ_BATCH_NODE_MOUNTS_DIR/data/";
    private readonly AzuriteNodes _azurite = new(azurite);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _azurite.Dispose();

    [Fact]
    public async Task Tasks_read_write_and_delete_what_is_in_the_container()
    {
        var (container, mount) = await Mounted(("in/a", "one"), ("old", "x"));

        await Succeeds(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; mkdir -p out/deep; cat in/a > out/deep/copy; rm old; echo more >> in/a");

        Assert.Equal(["in/a", "out/deep/copy"], (await AzuriteNodes.ReadAsync(container)).Keys);
        Assert.Equal("one", await Content(container, "out/deep/copy"));
        Assert.Equal("onemore\n", await Content(container, "in/a"));
    }

    [Fact]
    public async Task A_task_sees_what_others_did_since_the_last_and_nothing_is_sent_twice()
    {
        var (container, mount) = await Mounted(("a", "one"), ("b", "bee"), ("c/d/e", "x"));
        await Succeeds(mount, "echo mine > $AZ_BATCH_NODE_MOUNTS_DIR/data/mine");
        var sent = (await container.GetBlobClient("mine").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag;

        await container.GetBlobClient("a").UploadAsync(BinaryData.FromString("two"), overwrite: true, Cancel);
        await container.DeleteBlobAsync("b", cancellationToken: Cancel);
        await container.DeleteBlobAsync("c/d/e", cancellationToken: Cancel);
        await container.GetBlobClient("new/f").UploadAsync(BinaryData.FromString("fresh"), Cancel);
        await Succeeds(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; cat a new/f mine; test ! -e b && test ! -e c");

        Assert.Equal("twofreshmine\n", _azurite.Node.Output());
        Assert.Equal(sent, (await container.GetBlobClient("mine").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag);
    }

    [Fact]
    public async Task Of_two_writers_the_last_to_send_wins_and_a_delete_spares_what_was_written_anew()
    {
        var (container, mount) = await Mounted(("both", "0"), ("doomed", "0"));
        var other = NodeFixture.Node with { NodeId = "node-2" };
        Assert.Null(await _azurite.Node.Agent.MountAsync(other, [mount], Cancel));

        var gate = Path.Combine(_azurite.Node.Root, "gate");
        var slow = _azurite.Node.Run(Launch(mount, $"cd $AZ_BATCH_NODE_MOUNTS_DIR/data; touch {gate}.seen; while ! test -e {gate}; do sleep 0.05; done; echo slow > both; rm doomed"));
        await Wait.UntilAsync(() => File.Exists(gate + ".seen"), "the first task runs", cancellationToken: Cancel);
        var quick = Launch(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; echo quick > both; echo quick > doomed");
        Assert.Null((await _azurite.Node.Run(quick with { Place = quick.Place with { Node = other } })).Failure);
        File.Create(gate).Dispose();
        Assert.Null((await slow).Failure);

        Assert.Equal("slow\n", await Content(container, "both"));
        Assert.Equal("quick\n", await Content(container, "doomed"));
        await Succeeds(mount, Cat + "doomed");
        Assert.Equal("quick\n", _azurite.Node.Output());
    }

    [Fact]
    public async Task A_file_that_another_task_still_writes_is_sent_when_it_is_closed()
    {
        var (container, mount) = await Mounted();
        var gate = Path.Combine(_azurite.Node.Root, "gate");
        var writer = _azurite.Node.Run(Launch(mount, $"exec 3> $AZ_BATCH_NODE_MOUNTS_DIR/data/big; echo half >&3; touch {gate}.seen; while ! test -e {gate}; do sleep 0.05; done; echo whole >&3", "writer"));
        await Wait.UntilAsync(() => File.Exists(gate + ".seen"), "the file is half written", cancellationToken: Cancel);

        await Succeeds(mount, "echo small > $AZ_BATCH_NODE_MOUNTS_DIR/data/small");
        Assert.Equal(["small"], (await AzuriteNodes.ReadAsync(container)).Keys);
        File.Create(gate).Dispose();
        Assert.Null((await writer).Failure);

        Assert.Equal("half\nwhole\n", await Content(container, "big"));
    }

    [Fact]
    public async Task Nothing_is_sent_from_a_mount_that_is_read_only()
    {
        var container = await _azurite.ContainerAsync(("a", "one"));
        var mount = await Mount(Of(container) with { ReadOnly = true });

        await Succeeds(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; echo mine > mine; rm -f a");
        Assert.Equal(["a"], (await AzuriteNodes.ReadAsync(container)).Keys);
        await Succeeds(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; ls; stat -c %a a");

        Assert.Equal("a\n555\n", _azurite.Node.Output());
    }

    [Fact]
    public async Task What_a_killed_life_had_not_sent_the_next_one_sends_and_what_it_had_fetched_it_does_not()
    {
        var (container, mount) = await Mounted(("a", "one"), ("b", "bee"));
        await Succeeds(mount, Cat + "a");
        var before = (await container.GetBlobClient("b").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag;

        // A process that nobody waited for wrote these, as one does whose emulator was killed.
        File.WriteAllText(Path.Combine(Folder, "late"), "late");
        File.Delete(Path.Combine(Folder, "a"));
        using var next = new NodeAgent(_azurite.Node.Root, _azurite, TimeProvider.System, NullLoggerFactory.Instance);
        await next.SendMountsAsync(NodeFixture.Node, [mount]);

        Assert.Equal(["b", "late"], (await AzuriteNodes.ReadAsync(container)).Keys);
        Assert.Equal(before, (await container.GetBlobClient("b").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag);
    }

    [Fact]
    public async Task What_was_written_is_sent_before_the_node_goes_or_else_put_aside()
    {
        var (container, mount) = await Mounted(("a", "one"));
        await Succeeds(mount, "true");
        File.WriteAllText(Path.Combine(Folder, "late"), "late");
        await _azurite.Node.Agent.EndMountsAsync(NodeFixture.Node, [mount]);
        Assert.Equal(["a", "late"], (await AzuriteNodes.ReadAsync(container)).Keys);

        File.WriteAllText(Path.Combine(Folder, "later"), "later");
        await container.DeleteAsync(cancellationToken: Cancel);
        await _azurite.Node.Agent.EndMountsAsync(NodeFixture.Node, [mount]);
        await _azurite.Node.Agent.RemoveNodeAsync(NodeFixture.Node, Cancel);

        var aside = Assert.Single(Directory.GetDirectories(_azurite.Node.Root, ".unsent*"));
        Assert.Equal("later", File.ReadAllText(Path.Combine(aside, "later")));
    }

    [Fact]
    public async Task Hostile_names_stay_outside_and_links_of_tasks_lead_nothing_away()
    {
        var (container, mount) = await Mounted(("dir", "hidden"), ("dir/file", "shown"), ("a//b", "x"), (new string('x', 300), "x"), ("go/there", "one"));
        using var outside = new TemporaryFolder();
        File.WriteAllText(outside["there"], "untouched");

        await Succeeds(mount, $"cd $AZ_BATCH_NODE_MOUNTS_DIR/data; cat dir/file; ls; rm -r go; ln -s {outside.Path} go; ln -s /etc/hostname link; mkfifo pipe");
        await container.GetBlobClient("go/there").UploadAsync(BinaryData.FromString("away"), overwrite: true, Cancel);
        await Succeeds(mount, "cat $AZ_BATCH_NODE_MOUNTS_DIR/blobfuse-data.log");

        Assert.Equal("untouched", File.ReadAllText(outside["there"]));
        Assert.Contains("'dir' is not shown", _azurite.Node.Output(), StringComparison.Ordinal);
        Assert.Contains("'go/there' is not shown", _azurite.Node.Output(), StringComparison.Ordinal);
        Assert.Empty((await AzuriteNodes.ReadAsync(container)).Keys.Intersect(["link", "pipe", "go"]));
    }

    [Fact]
    public async Task A_folder_that_was_removed_as_a_whole_takes_no_blob_along()
    {
        var (container, mount) = await Mounted(("a", "one"));
        await Succeeds(mount, "rm -r $AZ_BATCH_NODE_MOUNTS_DIR/data");
        await Succeeds(mount, Cat + "a");

        Assert.Equal("one", await Content(container, "a"));
        Assert.Equal("one", _azurite.Node.Output());
    }

    [Fact]
    public async Task Permissions_that_a_task_took_away_look_like_no_delete()
    {
        var (container, mount) = await Mounted(("in/a", "one"));
        await Succeeds(mount, "chmod 000 $AZ_BATCH_NODE_MOUNTS_DIR/data/in");
        await Succeeds(mount, Cat + "in/a");

        Assert.Equal("one", await Content(container, "in/a"));
    }

    [Fact]
    public async Task Writes_that_storage_refuses_fail_their_task_once()
    {
        var container = await _azurite.ContainerAsync(("a", "one"));
        var mount = await Mount(Of(container, BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List));
        await Succeeds(mount, Cat + "a");

        var outcome = await _azurite.Node.Run(Launch(mount, "echo mine > $AZ_BATCH_NODE_MOUNTS_DIR/data/mine"));
        Assert.Equal("FileUploadAccessDenied", outcome.Failure?.Code);
        Assert.Contains(outcome.Failure!.Details, detail => detail is { Name: "FilePath", Value: "fsmounts/data/mine" });

        await Succeeds(mount, Cat + "a");
    }

    [Fact]
    public async Task Thousands_of_blobs_are_listed_once_and_only_what_changed_moves()
    {
        var (container, mount) = await Mounted();
        await Succeeds(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data; mkdir d; for i in $(seq 5000); do echo $i > d/$i; done");
        Assert.Equal(5000, await container.GetBlobsAsync(cancellationToken: Cancel).CountAsync(Cancel));

        var other = NodeFixture.Node with { NodeId = "node-2" };
        Assert.Null(await _azurite.Node.Agent.MountAsync(other, [mount], Cancel));
        var second = Launch(mount, "cd $AZ_BATCH_NODE_MOUNTS_DIR/data/d; ls | wc -l; cat 4711; echo changed > 1");
        second = second with { Place = second.Place with { Node = other } };
        Assert.Null((await _azurite.Node.Run(second)).Failure);

        Assert.Equal("changed\n", await Content(container, "d/1"));
        await Succeeds(mount, "cat $AZ_BATCH_NODE_MOUNTS_DIR/data/d/1; tail -n 1 $AZ_BATCH_NODE_MOUNTS_DIR/blobfuse-data.log");
        Assert.StartsWith("changed\n", _azurite.Node.Output(), StringComparison.Ordinal);
        Assert.EndsWith("5000 blobs, 1 fetched.\n", _azurite.Node.Output(), StringComparison.Ordinal);
    }

    private string Folder => Path.Combine(_azurite.Node.Root, NodeFixture.Node.Account, NodeFixture.Node.PoolId, NodeFixture.Node.NodeId, "fsmounts", "data");

    private static TaskLaunch Launch(BlobMount mount, string script, string task = "task") => NodeFixture.Launch(NodeFixture.Shell(script), task) with { Mounts = [mount] };

    private static async Task<string> Content(BlobContainerClient container, string blob) =>
        (await container.GetBlobClient(blob).DownloadContentAsync(Cancel)).Value.Content.ToString();

    private async Task Succeeds(BlobMount mount, string script) => Assert.Null((await _azurite.Node.Run(Launch(mount, script))).Failure);

    /// <summary>A container, and its mount on the node.</summary>
    private async Task<(BlobContainerClient Container, BlobMount Mount)> Mounted(params (string Name, string Content)[] blobs)
    {
        var container = await _azurite.ContainerAsync(blobs);
        return (container, await Mount(Of(container)));
    }

    private async Task<BlobMount> Mount(BlobMount mount)
    {
        Assert.Null(await _azurite.Node.Agent.MountAsync(NodeFixture.Node, [mount], Cancel));
        return mount;
    }

    private static BlobMount Of(BlobContainerClient container, BlobContainerSasPermissions permissions = BlobContainerSasPermissions.All) =>
        new(0, container.AccountName, container.Name, "data", DateTimeOffset.UnixEpoch) { SasKey = new Uri(AzuriteNodes.Sas(container, permissions)).Query };
}
