using System.Net.Sockets;
using Autobatch.Emulator.Nodes.Transfers;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Tests.Nodes.Transfers;

public sealed class StorageErrorsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_that_is_dropped_as_it_comes_to_be_is_tried_again(bool afterTriesOfTheLibrary)
    {
        DroppingTransport transport = new(afterTriesOfTheLibrary);
        BlobClientOptions options = new() { Transport = transport, Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxRetries = 2 } };
        BlobClient blob = new(new Uri("http://127.0.0.1/account/container/blob"), options);

        // Whoever takes the failure for another one sees the first; whoever tries again, the end.
        await Assert.ThrowsAsync<EndException>(
            () => Retry.RunAsync(cancel => blob.UploadAsync(BinaryData.FromString("x"), cancel), StorageErrors.IsDroppedConnection, new HurriedTime(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Other_failures_are_not_taken_for_it()
    {
        Assert.False(StorageErrors.IsDroppedConnection(new IOException("disk", new SocketException())));
        Assert.False(StorageErrors.IsDroppedConnection(new AggregateException(new SocketException(), new Azure.RequestFailedException(403, "denied"))));
    }

    private sealed class EndException : Exception;

    /// <summary>Drops two connections, after a failure that the library tries again by itself if asked for; then it ends.</summary>
    private sealed class DroppingTransport(bool afterFailure) : HttpPipelineTransport
    {
        private int _sent;

        public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            int sent = _sent++ - (afterFailure ? 1 : 0);
            throw sent switch
            {
                < 0 => new IOException("reset"),
                < 2 => new SocketException((int)SocketError.ConnectionReset),
                _ => new EndException(),
            };
        }
    }
}
