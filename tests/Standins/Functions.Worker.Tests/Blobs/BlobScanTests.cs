using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobScanTests(AzuriteFixture azurite) : IDisposable
{
    private readonly BlobHost _blobs = new(azurite);

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task Scan_finds_old_and_new_blobs_and_each_version_once()
    {
        await _blobs.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await _blobs.WriteAsync("in/old", "1");
        await _blobs.WriteAsync("elsewhere", "2");
        await using (TestHost first = await _blobs.StartAsync(typeof(ScanFunctions), keepData: false))
        {
            await _blobs.SeenAsync("old 1");
            await _blobs.WriteAsync("in/new", "3");
            await _blobs.SeenAsync("new 3");
            await _blobs.WriteAsync("in/old", "4");
            await _blobs.SeenAsync("old 4");
            await BlobHost.DoneAsync(first);
        }

        await using TestHost second = await _blobs.StartAsync(typeof(ScanFunctions), keepData: false);
        await _blobs.WriteAsync("in/last", "5");
        await _blobs.SeenAsync("last 5");
        await BlobHost.DoneAsync(second);
        Assert.Equal(["old 1", "new 3", "old 4", "last 5"], _blobs.Notes.Lines);
    }

    [Fact]
    public async Task Triggers_with_events_are_not_scanned_for()
    {
        await using TestHost host = await _blobs.StartAsync(typeof(BlobFunctions));
        await _blobs.WriteAsync("text", "never announced");
        await _blobs.DropAsync(host, "Bytes", "bytes", "abcd");
        await _blobs.SeenAsync("bytes 4");
        await BlobHost.DoneAsync(host);
        Assert.Equal(["bytes 4"], _blobs.Notes.Lines);
    }
}
