using Autobatch.Emulator.Nodes;
using Autobatch.Testing;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.Nodes.Packages;

public sealed class PackageDeploymentTests(AzuriteFixture azurite) : IDisposable
{
    private readonly AzuriteNodes _nodes = new(azurite);
    private readonly RequestCounter _requests = new();

    public void Dispose() => _nodes.Dispose();

    [Fact]
    public async Task Tasks_at_the_same_time_share_one_deployment()
    {
        PackageToDeploy package = await UploadAsync(new ZipBuilder().File("tool", "#!/bin/sh\necho packed\n", 0b111_101_101).Build());

        TaskOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _nodes.Node.Run(NodeFixture.Launch(NodeFixture.Shell("$AZ_BATCH_APP_PACKAGE_my_tool_1_0_0/tool"), $"t{i}", packages: [package]))));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Equal("packed\n", _nodes.Node.Output("t19"));
        Assert.Equal(1, _requests.Count);
    }

    [Theory]
    [InlineData(true, "AZ_BATCH_APP_PACKAGE_My_Tool_1_0_0 AZ_BATCH_APP_PACKAGE_my_tool_1_0_0")]
    [InlineData(false, "AZ_BATCH_APP_PACKAGE_My_Tool AZ_BATCH_APP_PACKAGE_My_Tool_1_0_0 AZ_BATCH_APP_PACKAGE_my_tool AZ_BATCH_APP_PACKAGE_my_tool_1_0_0")]
    public async Task Variables_have_both_forms_and_those_without_version_only_when_none_was_asked(bool versionAsked, string names)
    {
        PackageToDeploy package = await UploadAsync(new ZipBuilder().File("a").Build()) with { ApplicationId = "My-Tool", VersionAsked = versionAsked };

        await _nodes.Node.Run(NodeFixture.Launch(NodeFixture.Shell("env | grep ^AZ_BATCH_APP_PACKAGE_ | cut -d= -f1 | LC_ALL=C sort | xargs"), packages: [package]));

        Assert.Equal(names, _nodes.Node.Output().Trim());
    }

    [Fact]
    public async Task Half_unpacked_package_of_a_killed_life_is_not_used()
    {
        PackageToDeploy package = await UploadAsync(new ZipBuilder().File("a", "whole").Build());
        string node = Path.Combine(_nodes.Node.Root, NodeFixture.Node.Account, NodeFixture.Node.PoolId, NodeFixture.Node.NodeId);
        Directory.CreateDirectory(Path.Combine(node, "volatile", "abandoned"));
        await File.WriteAllTextAsync(Path.Combine(node, "volatile", "abandoned", "a"), "half", TestContext.Current.CancellationToken);

        TaskOutcome outcome = await _nodes.Node.Run(NodeFixture.Launch(NodeFixture.Shell("cat $AZ_BATCH_APP_PACKAGE_my_tool_1_0_0/a"), packages: [package]));

        Assert.Null(outcome.Failure);
        Assert.Equal("whole", _nodes.Node.Output());
        Assert.False(Directory.Exists(Path.Combine(node, "volatile", "abandoned")));
    }

    [Fact]
    public async Task Bad_package_fails_the_task_with_the_reason_and_a_mended_one_works()
    {
        PackageToDeploy package = await UploadAsync(new ZipBuilder().File("../evil").Build());

        TaskOutcome refused = await _nodes.Node.Run(NodeFixture.Launch("/bin/true", packages: [package]));
        await package.Blob!.UploadAsync(BinaryData.FromBytes(new ZipBuilder().File("a").Build()), overwrite: true, TestContext.Current.CancellationToken);
        TaskOutcome mended = await _nodes.Node.Run(NodeFixture.Launch("/bin/true", packages: [package]));

        Assert.Equal("ApplicationPackageError", refused.Failure?.Code);
        Assert.Contains(refused.Failure!.Details, detail => detail.Value.Contains("../evil", StringComparison.Ordinal));
        Assert.Null(refused.ExitCode);
        Assert.Null(mended.Failure);
    }

    [Fact]
    public async Task Missing_package_blob_fails_the_task()
    {
        BlobContainerClient container = await _nodes.ContainerAsync();

        TaskOutcome outcome = await _nodes.Node.Run(NodeFixture.Launch("/bin/true", packages: [new PackageToDeploy("tool", "1", true, container.GetBlobClient("1"))]));

        Assert.Equal("ApplicationPackageError", outcome.Failure?.Code);
        Assert.Contains(outcome.Failure!.Details, detail => detail.Value.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Storage_that_drops_connections_fails_no_task()
    {
        using NodeFixture node = new(clock: new HurriedTime());
        PackageToDeploy package = await UploadAsync(new ZipBuilder().File("a", "whole").Build(), new DroppedConnections(3));

        TaskOutcome outcome = await node.Run(NodeFixture.Launch(NodeFixture.Shell("cat $AZ_BATCH_APP_PACKAGE_my_tool_1_0_0/a"), packages: [package]));

        Assert.Null(outcome.Failure);
        Assert.Equal("whole", node.Output());
    }

    private async Task<PackageToDeploy> UploadAsync(byte[] zip, HttpPipelinePolicy? policy = null)
    {
        BlobContainerClient container = await _nodes.ContainerAsync();
        await container.GetBlobClient("1.0.0").UploadAsync(BinaryData.FromBytes(zip), TestContext.Current.CancellationToken);
        var options = new BlobClientOptions();
        options.AddPolicy(policy ?? _requests, HttpPipelinePosition.PerRetry);
        return new PackageToDeploy("my-tool", "1.0.0", true, new BlobClient(azurite.ConnectionString, container.Name, "1.0.0", options));
    }

    private sealed class RequestCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
