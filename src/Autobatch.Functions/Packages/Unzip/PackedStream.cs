namespace Autobatch.Functions.Packages.Unzip;

/// <summary>The packed bytes of one entry, as a stream for the decompressor.</summary>
internal sealed class PackedStream(HashedStream zip, long bytes) : Stream
{
    private readonly long _end = zip.Position + bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, _end - zip.Position);
        int count = wanted == 0 ? 0 : await zip.ReadAsync(buffer[..wanted], cancellationToken);
        return wanted > 0 && count == 0 ? throw ZipFaults.Corrupt("The zip ends within an entry.") : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
