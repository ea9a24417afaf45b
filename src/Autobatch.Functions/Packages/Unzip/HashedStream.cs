using System.Security.Cryptography;

namespace Autobatch.Functions.Packages.Unzip;

/// <summary>Reads a stream front to back and hashes every byte that passes.</summary>
internal sealed class HashedStream(Stream source) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _skipped = new byte[128 * 1024];

    public long Position { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await source.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..count]);
        Position += count;
        return count;
    }

    public async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int more = await ReadAsync(bytes.AsMemory(read), cancellationToken);
            read += more > 0 ? more : throw ZipFaults.Corrupt("The zip ends within an entry.");
        }

        return bytes;
    }

    public async Task SkipToAsync(long position, CancellationToken cancellationToken)
    {
        while (Position < position)
        {
            int count = (int)Math.Min(_skipped.Length, position - Position);
            if (await ReadAsync(_skipped.AsMemory(0, count), cancellationToken) == 0)
            {
                throw ZipFaults.Corrupt("The zip ends within an entry.");
            }
        }
    }

    /// <summary>Reads on to the end; the hash of everything, as hex.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(_skipped, cancellationToken) > 0)
        {
            // Only the hash is wanted.
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();
}
