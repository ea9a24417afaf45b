using System.IO.Pipelines;
using Autobatch.Emulator.Nodes.Transfers;
using Autobatch.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Transfers;

public sealed class StreamCopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Pipe _pipe = new();
    private readonly AskedStream _source;

    public StreamCopyTests() => _source = new AskedStream(_pipe.Reader.AsStream());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sender_that_falls_silent_is_given_up()
    {
        Task copy = StreamCopy.ToFileAsync(_source, _folder["file"], _clock, Cancel);
        await Wait.UntilAsync(() => _source.Asked == 1, "The copy has not begun.", cancellationToken: Cancel);
        await SendAsync("some");

        _clock.Advance(StreamCopy.Silence);

        await Assert.ThrowsAsync<TimeoutException>(() => copy.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task Slow_sender_is_waited_for_as_long_as_something_comes()
    {
        Task copy = StreamCopy.ToFileAsync(_source, _folder["file"], _clock, Cancel);
        await Wait.UntilAsync(() => _source.Asked == 1, "The copy has not begun.", cancellationToken: Cancel);
        for (int i = 0; i < 5; i++)
        {
            await SendAsync("x");
            _clock.Advance(StreamCopy.Silence * 0.9);
        }

        await _pipe.Writer.CompleteAsync();
        await copy.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal("xxxxx", await File.ReadAllTextAsync(_folder["file"], Cancel));
    }

    [Theory]
    [InlineData("https://u:p@host:10000/a/b%20c?sig=secret#f", "https://host:10000/a/b%20c")]
    [InlineData("http://127.0.0.1:10000/account/container", "http://127.0.0.1:10000/account/container")]
    public void Shown_url_has_no_secrets(string url, string shown) => Assert.Equal(shown, SafeUrl.Of(url));

    [Fact]
    public void Shown_text_that_is_no_url_has_no_query() => Assert.Equal("not a url", SafeUrl.Of("not a url?sig=secret"));

    // Returns when the copy has taken the bytes and has begun to wait for more, its limit set anew.
    private async Task SendAsync(string text)
    {
        int asked = _source.Asked;
        await _pipe.Writer.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), Cancel);
        await Wait.UntilAsync(() => _source.Asked > asked, "The bytes have not been read.", cancellationToken: Cancel);
    }

    private sealed class AskedStream(Stream inner) : Stream
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            return inner.ReadAsync(buffer, cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
