using System.Text;

namespace Autobatch.Azurite;

/// <summary>Cuts a growing file's bytes into lines; what follows the last line feed waits for the rest of its line.</summary>
internal sealed class LineBuffer
{
    /// <summary>No request line of Azurite's comes near it (its HTTP server takes 16 KiB of headers); a longer one is skipped.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly List<byte> _pending = [];
    private bool _skipping;

    public bool IsEmpty => _pending.Count == 0 && !_skipping;

    public void Clear()
    {
        _pending.Clear();
        _skipping = false;
    }

    public IEnumerable<string> Append(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> piece = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? ReadOnlyMemory<byte>.Empty : bytes[(end + 1)..];
            _skipping |= _pending.Count + piece.Length > LongestLine;
            if (!_skipping)
            {
                _pending.AddRange(piece.Span);
            }

            if (end >= 0)
            {
                string? line = _skipping ? null : Encoding.UTF8.GetString([.. _pending]);
                Clear();
                if (line is not null)
                {
                    yield return line;
                }
            }
            else if (_skipping)
            {
                _pending.Clear();
            }
        }
    }
}
