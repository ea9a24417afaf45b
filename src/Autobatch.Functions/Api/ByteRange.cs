using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Autobatch.Functions.Api;

/// <summary>One range of a Range header: from a start to an end that may be open, or the last so many bytes.</summary>
/// <param name="Start">First byte; null for a suffix.</param>
/// <param name="End">Last byte, or the length of the suffix.</param>
internal sealed record ByteRange(long? Start, long? End)
{
    private const string Unit = "bytes=";

    /// <summary>False for a header that is not one range in bytes. No header gives no range.</summary>
    public static bool TryRead(StringValues header, out ByteRange? range)
    {
        range = null;
        string text = header.ToString();
        if (text.Length == 0)
        {
            return true;
        }

        string[] ends = text.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) ? text[Unit.Length..].Split('-') : [];
        if (ends.Length != 2 || !TryNumber(ends[0], out long? start) || !TryNumber(ends[1], out long? end) || (start ?? end) is null || end < start)
        {
            return false;
        }

        range = new ByteRange(start, end);
        return true;
    }

    /// <summary>Offset and length within so many bytes; null when the range lies outside.</summary>
    public (long Offset, long Length)? Within(long size)
    {
        if (Start is { } start)
        {
            long end = Math.Min(End ?? long.MaxValue, size - 1);
            return start < size ? (start, end - start + 1) : null;
        }

        long length = Math.Min(End!.Value, size);
        return length > 0 ? (size - length, length) : null;
    }

    private static bool TryNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
        {
            return true;
        }

        bool read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        number = value;
        return read;
    }
}
