using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.Azurite.Tests.Server;

public sealed class AzuriteServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_server_is_adopted_with_its_data_and_never_doubled()
    {
        using TemporaryFolder folder = new();
        await using AzuriteServer first = await StartAsync(folder);
        await new BlobContainerClient(first.ConnectionString, "kept").CreateAsync(cancellationToken: Cancel);

        AzuriteServer second = await StartAsync(folder);

        Assert.False(first.Adopted);
        Assert.True(second.Adopted);
        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.True(await new BlobContainerClient(second.ConnectionString, "kept").ExistsAsync(Cancel));
    }

    [Fact]
    public async Task Stopped_server_keeps_its_data_for_the_next_start()
    {
        using TemporaryFolder folder = new();
        AzuriteServer first = await StartAsync(folder);
        await new BlobContainerClient(first.ConnectionString, "kept").CreateAsync(cancellationToken: Cancel);

        await first.StopAsync(Cancel);

        Assert.False(first.IsAlive);
        await using AzuriteServer second = await StartAsync(folder);
        Assert.False(second.Adopted);
        Assert.True(await new BlobContainerClient(second.ConnectionString, "kept").ExistsAsync(Cancel));
    }

    [Fact]
    public async Task Server_that_is_asked_again_and_again_to_end_keeps_what_it_acknowledged()
    {
        using TemporaryFolder folder = new();
        AzuriteServer first = await StartAsync(folder);
        BlobContainerClient container = new(first.ConnectionString, "kept");
        await container.CreateAsync(cancellationToken: Cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), Cancel, async (number, cancel) => await container.UploadBlobAsync($"{number}", BinaryData.FromString("kept"), cancel));

        while (first.IsAlive)
        {
            first.RequestStop();
            await Task.Yield();
        }

        await using AzuriteServer second = await StartAsync(folder);
        Assert.Equal(500, await new BlobContainerClient(second.ConnectionString, "kept").GetBlobsAsync(cancellationToken: Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task State_file_of_a_stranger_with_the_same_process_id_is_stale()
    {
        using TemporaryFolder folder = new();
        ServerState stranger = new(Environment.ProcessId, "1", new AzuriteEndpoints(1, 2, 3));
        stranger.Write(folder["azurite.json"]);

        await using AzuriteServer server = await StartAsync(folder);

        Assert.False(server.Adopted);
        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
    }

    [Fact]
    public async Task Taken_port_is_named()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder other = new();
        await using AzuriteServer holder = await StartAsync(folder);
        AzuriteOptions options = new() { DataDirectory = other.Path, QueuePort = holder.Endpoints.QueuePort, Leashed = true };

        AzuriteException failure = await Assert.ThrowsAsync<AzuriteException>(async () => await StartAsync(options));

        Assert.Contains($"port {holder.Endpoints.QueuePort} is taken", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Server_on_other_ports_than_asked_for_is_started_again_on_those()
    {
        using TemporaryFolder folder = new();
        AzuriteServer first = await StartAsync(folder);
        AzuriteOptions options = new() { DataDirectory = folder.Path, BlobPort = FreePort.Find(), Leashed = true };

        await using AzuriteServer second = await StartAsync(options);

        Assert.False(first.IsAlive);
        Assert.Equal(options.BlobPort, second.Endpoints.BlobPort);
    }

    [Fact]
    public async Task Further_accounts_are_apart_and_one_that_is_missing_starts_it_again_with_the_data()
    {
        using TemporaryFolder folder = new();
        AzuriteServer first = await StartAsync(folder);
        await new BlobContainerClient(first.ConnectionString, "kept").CreateAsync(cancellationToken: Cancel);
        AzuriteOptions options = new() { DataDirectory = folder.Path, FurtherAccounts = ["stwest"], Leashed = true };

        await using AzuriteServer second = await StartAsync(options);

        Assert.False(first.IsAlive);
        Assert.True(await new BlobContainerClient(second.ConnectionString, "kept").ExistsAsync(Cancel));
        BlobContainerClient west = new(second.Endpoints.ConnectionStringOf("stwest"), "kept");
        Assert.False(await west.ExistsAsync(Cancel));
        await west.CreateAsync(cancellationToken: Cancel);
        Assert.Equal("stwest", west.AccountName);

        Assert.True((await StartAsync(options)).Adopted);
        Assert.True((await StartAsync(new AzuriteOptions { DataDirectory = folder.Path, Leashed = true })).Adopted);
    }

    [Fact]
    public async Task Log_and_folder_are_private()
    {
        using TemporaryFolder folder = new();
        await using AzuriteServer server = await StartAsync(new AzuriteOptions { DataDirectory = folder["private"], Leashed = true });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.LogPath));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["private"]));
    }

    private static Task<AzuriteServer> StartAsync(TemporaryFolder folder) =>
        StartAsync(new AzuriteOptions { DataDirectory = folder.Path, Leashed = true });

    private static async Task<AzuriteServer> StartAsync(AzuriteOptions options) =>
        await AzuriteServer.StartOrAdoptAsync(options, await AzuriteInstaller.EnsureAsync(cancellationToken: Cancel), cancellationToken: Cancel);
}
