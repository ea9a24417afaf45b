using Autobatch.Testing;
using Azure;
using Azure.Storage.Blobs;

namespace Autobatch.Azurite.Tests.Server;

public sealed class FullDiskTests
{
    private const string Content = "written while there was room";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_acknowledged_is_lost_and_nothing_more_is_taken_in_until_there_is_room(bool endedMeanwhile)
    {
        using TemporaryFolder folder = new();
        using SmallDisk? disk = SmallDisk.TryMount(folder["disk"], "size=4m");
        Assert.SkipUnless(disk is not null, SmallDisk.NoMount);
        AzuriteServer first = await StartAsync(disk.Path);
        BlobServiceClient service = new(first.ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } });
        List<string> acknowledged = ["before"];
        await service.CreateBlobContainerAsync("before", cancellationToken: Cancel);
        await service.GetBlobContainerClient("before").UploadBlobAsync("blob", BinaryData.FromString(Content), Cancel);

        disk.Fill();
        RequestFailedException refused = await FillUpAsync(service, acknowledged);

        Assert.True((refused.Status, refused.ErrorCode) == (503, "ServerBusy"), refused.ToString());
        Assert.Contains("The disk is full, make room", refused.Message, StringComparison.Ordinal);
        Assert.True(await service.GetBlobContainerClient(acknowledged[^1]).ExistsAsync(Cancel));
        if (endedMeanwhile)
        {
            first.RequestStop();
            disk.MakeRoom();
        }
        else
        {
            disk.MakeRoom();
            await Wait.UntilAsync(async () => await TryCreateAsync(service, "after", acknowledged) is null, "it goes on", cancellationToken: Cancel);
        }

        await first.StopAsync(Cancel);
        await using AzuriteServer second = await StartAsync(disk.Path);
        BlobServiceClient again = new(second.ConnectionString);
        Assert.Equal(
            acknowledged.Order(StringComparer.Ordinal),
            (await again.GetBlobContainersAsync(cancellationToken: Cancel).Select(container => container.Name).ToListAsync(Cancel)).Order(StringComparer.Ordinal));
        Assert.Equal(Content, (await again.GetBlobContainerClient("before").GetBlobClient("blob").DownloadContentAsync(Cancel)).Value.Content.ToString());
    }

    [Fact]
    public async Task Start_on_a_full_disk_says_so()
    {
        using TemporaryFolder folder = new();
        using SmallDisk? disk = SmallDisk.TryMount(folder["disk"], "size=1m");
        Assert.SkipUnless(disk is not null, SmallDisk.NoMount);
        disk.Fill();

        AzuriteException failure = await Assert.ThrowsAsync<AzuriteException>(async () => await StartAsync(disk.Path));

        Assert.Contains($"the disk of {disk.Path} is full. Make room", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    /// <summary>Makes containers, which Azurite acknowledges from memory, until one is refused.</summary>
    private static async Task<RequestFailedException> FillUpAsync(BlobServiceClient service, List<string> acknowledged)
    {
        RequestFailedException? refused = null;
        await Wait.UntilAsync(
            async () => (refused = await TryCreateAsync(service, $"full{acknowledged.Count}", acknowledged)) is not null, "Azurite notices that the disk is full", TimeSpan.FromMinutes(2), Cancel);
        return refused!;
    }

    private static async Task<RequestFailedException?> TryCreateAsync(BlobServiceClient service, string name, List<string> acknowledged)
    {
        try
        {
            await service.CreateBlobContainerAsync(name, cancellationToken: Cancel);
            acknowledged.Add(name);
            return null;
        }
        catch (RequestFailedException refused)
        {
            return refused;
        }
    }

    private static async Task<AzuriteServer> StartAsync(string folder) => await AzuriteServer.StartOrAdoptAsync(
        new AzuriteOptions { DataDirectory = folder, Leashed = true }, await AzuriteInstaller.EnsureAsync(cancellationToken: Cancel), cancellationToken: Cancel);
}
