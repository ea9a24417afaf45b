using System.Threading.Channels;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Azurite.Tests.AccessLog;

public sealed class AzuriteAccessLogTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blobs_written_in_every_way_are_told_by_their_own_names()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        using AzuriteAccessLog log = new(azurite.Server.LogPath);
        await using Follower follower = new(log, container.Name);
        string[] names = ["plain.txt", "folder/sub folder/ü?%25 \"quoted\" + 100%.txt", "日本語/#1&2=3;comp=block.txt"];

        foreach (string name in names)
        {
            await container.UploadBlobAsync(name, BinaryData.FromString(name), Cancel);
        }

        BlockBlobClient blocks = container.GetBlockBlobClient("blocks.bin");
        await blocks.StageBlockAsync("MQ==", new MemoryStream([1]), cancellationToken: Cancel);
        await blocks.CommitBlockListAsync(["MQ=="], cancellationToken: Cancel);
        await blocks.SetMetadataAsync(new Dictionary<string, string> { ["a"] = "b" }, cancellationToken: Cancel);
        BlobClient copy = container.GetBlobClient("copy.txt");
        await (await copy.StartCopyFromUriAsync(container.GetBlobClient("plain.txt").Uri, cancellationToken: Cancel)).WaitForCompletionAsync(Cancel);
        await container.UploadBlobAsync("last", BinaryData.FromString("x"), Cancel);

        Assert.Equal([.. names, "blocks.bin", "copy.txt", "last"], await follower.UntilAsync("last"));
    }

    [Fact]
    public async Task Torn_lines_and_a_log_that_starts_anew_lose_nothing_after()
    {
        using TemporaryFolder folder = new();
        string path = folder["access.log"];
        await File.WriteAllTextAsync(path, Line("before"), Cancel);
        using AzuriteAccessLog log = new(path);
        await using Follower follower = new(log, "c");

        string line = Line("torn");
        await File.AppendAllTextAsync(path, line[..30], Cancel);
        await File.AppendAllTextAsync(path, line[30..] + Line("mark"), Cancel);
        Assert.Equal(["torn", "mark"], await follower.UntilAsync("mark"));
        await File.WriteAllTextAsync(path, Line("anew"), Cancel);
        Assert.Equal(["torn", "mark", "anew"], await follower.UntilAsync("anew"));
    }

    [Fact]
    public async Task Overgrown_log_is_cut()
    {
        using TemporaryFolder folder = new();
        string path = folder["access.log"];
        await File.WriteAllTextAsync(path, string.Empty, Cancel);
        using AzuriteAccessLog log = new(path, TimeProvider.System, cutAt: 100);
        await using Follower follower = new(log, "c");

        await File.AppendAllTextAsync(path, Line("one") + Line("two"), Cancel);
        await follower.UntilAsync("two");
        await Wait.UntilAsync(() => new FileInfo(path).Length == 0, "the log is cut", cancellationToken: Cancel);
        await File.AppendAllTextAsync(path, Line("three"), Cancel);

        Assert.Equal(["one", "two", "three"], await follower.UntilAsync("three"));
    }

    private static string Line(string name) => $"127.0.0.1 - - [23/Nov/2026:23:12:00 +0000] \"PUT /a/c/{name} HTTP/1.1\" 201 -\n";

    private sealed class Follower : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        private readonly Channel<string> names = Channel.CreateUnbounded<string>();
        private readonly List<string> seen = [];
        private readonly Task reading;

        public Follower(AzuriteAccessLog log, string container) => reading = ReadAsync(log, container);

        public async Task<List<string>> UntilAsync(string last)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
            while (!seen.Contains(last))
            {
                seen.Add(await names.Reader.ReadAsync(limit.Token));
            }

            return seen;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
            stop.Dispose();
        }

        private async Task ReadAsync(AzuriteAccessLog log, string container)
        {
            await foreach (IReadOnlyList<BlobWritten> batch in log.ReadAsync(stop.Token))
            {
                foreach (BlobWritten written in batch.Where(item => item.Container == container))
                {
                    names.Writer.TryWrite(written.Name);
                }
            }
        }
    }
}
