using System.Text;
using System.Text.Json;
using Autobatch.Manifests.Yaml;

namespace Autobatch.Manifests;

/// <summary>A manifest's JSON as UTF-8 text, and where things stand in it, or in the YAML that it was made from.</summary>
internal sealed class ManifestText(ReadOnlyMemory<byte> utf8, IReadOnlyList<TextMark>? marks = null)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>Line and column (both 1-based; the column in UTF-16 code units) of a byte offset.</summary>
    public (int Line, int Column) At(long offset)
    {
        if (marks is not null)
        {
            return Source(marks, offset);
        }

        ReadOnlySpan<byte> before = Utf8.Span[..(int)Math.Clamp(offset, 0, Utf8.Length)];
        int line = before.Count((byte)'\n') + 1;
        ReadOnlySpan<byte> sameLine = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return (line, Encoding.UTF8.GetCharCount(sameLine) + 1);
    }

    /// <summary>Where the value at <paramref name="pointer"/> starts, or where its property name does.</summary>
    public (int Line, int Column) Find(string pointer, bool name = false)
    {
        Utf8JsonReader reader = new(Utf8.Span, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        long nameAt = reader.TokenStartIndex;
        foreach (string token in JsonPointer.Split(pointer))
        {
            if (!(reader.TokenType == JsonTokenType.StartArray ? EnterItem(ref reader, token) : EnterProperty(ref reader, token, ref nameAt)))
            {
                break;
            }
        }

        return At(name ? nameAt : reader.TokenStartIndex);
    }

    // The last piece that begins at the offset or before it.
    private static (int Line, int Column) Source(IReadOnlyList<TextMark> marks, long offset)
    {
        (int low, int high) = (0, marks.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = marks[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? (1, 1) : (marks[low - 1].Line, marks[low - 1].Column);
    }

    private static bool EnterProperty(ref Utf8JsonReader reader, string name, ref long nameAt)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        Utf8JsonReader start = reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(name);
            if (found)
            {
                nameAt = reader.TokenStartIndex;
                return reader.Read();
            }

            reader.Skip();
        }

        reader = start;
        return false;
    }

    private static bool EnterItem(ref Utf8JsonReader reader, string index)
    {
        if (!int.TryParse(index, out int wanted))
        {
            return false;
        }

        Utf8JsonReader start = reader;
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == wanted)
            {
                return true;
            }

            reader.Skip();
        }

        reader = start;
        return false;
    }
}
