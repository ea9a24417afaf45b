using System.Buffers;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Copies a body to a file, and gives up when nothing comes for a while.</summary>
internal static class StreamCopy
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Longest silence of a sender.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">The sender fell silent.</exception>
    /// <exception cref="BrokenTransferException">The sender broke off. Any other I/O error is the target's.</exception>
    public static async Task ToFileAsync(Stream source, string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            // The file system's cache takes the write at once; an asynchronous write would only add a hop to another thread.
            using var target = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                silence.CancelAfter(Silence);
                int count = await ReadAsync(source, buffer, either.Token).ConfigureAwait(false);
                if (count == 0) return;
                target.Write(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing arrived for {Silence.TotalSeconds} s.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            throw new BrokenTransferException(broken);
        }
    }
}

/// <summary>A body that ended too early.</summary>
internal sealed class BrokenTransferException(IOException reason) : Exception($"The transfer broke off: {reason.Message}", reason);
