using System.Runtime.CompilerServices;

namespace Autobatch.Azurite;

/// <summary>
/// Follows Azurite's access log and tells which blobs were written. It asks for the file's length 40 times a second (a file watcher is no more
/// prompt and loses events under load). Reading begins at the end: what was written while nobody read is found by the app's audit, which also
/// covers the instant between reading and cutting a log that has grown past its bound.
/// </summary>
public sealed class AzuriteAccessLog : IDisposable
{
    /// <summary>Azurite appends, so an overgrown log can be cut to nothing under its hands.</summary>
    private const long CutAt = 64 * 1024 * 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _log;
    private readonly TimeProvider _time;
    private readonly long _cutAt;
    private readonly LineBuffer _lines = new();

    public AzuriteAccessLog(string path, TimeProvider? timeProvider = null)
        : this(path, timeProvider ?? TimeProvider.System, CutAt)
    {
    }

    internal AzuriteAccessLog(string path, TimeProvider time, long cutAt)
    {
        _log = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _log.Seek(0, SeekOrigin.End);
        _time = time;
        _cutAt = cutAt;
    }

    /// <summary>The writes in the order of the log, in batches of what one look found; a blob written twice in one batch is told once.</summary>
    public async IAsyncEnumerable<IReadOnlyList<BlobWritten>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            if (_log.Length < _log.Position)
            {
                _log.Seek(0, SeekOrigin.Begin);
                _lines.Clear();
            }

            int count = await _log.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                List<BlobWritten> batch = Parse(buffer.AsMemory(0, count));
                if (batch.Count > 0)
                {
                    yield return batch;
                }
            }
            else
            {
                CutWhenOvergrown();
                await Task.Delay(PollInterval, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _log.Dispose();

    private List<BlobWritten> Parse(ReadOnlyMemory<byte> bytes)
    {
        List<BlobWritten> batch = [];
        HashSet<BlobWritten> seen = [];
        foreach (string line in _lines.Append(bytes))
        {
            if (AccessLogLine.Parse(line) is { } written && seen.Add(written))
            {
                batch.Add(written);
            }
        }

        return batch;
    }

    private void CutWhenOvergrown()
    {
        if (_log.Position >= _cutAt && _log.Length == _log.Position && _lines.IsEmpty)
        {
            _log.SetLength(0);
        }
    }
}
