using System.Text.Json;

namespace Autobatch.Results;

/// <summary>
/// What a task said in the file <c>outputs.json</c> among its outputs: its JSON, where to read it when it is long, or why it cannot be
/// read. A file that cannot be read never fails a run.
/// </summary>
public sealed record CustomOutput
{
    /// <summary>The file's name in the task's folder.</summary>
    public const string FileName = "outputs.json";

    /// <summary>Largest file that is looked at.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Largest file that goes into the result; of a larger one the result has a link.</summary>
    public const int MaxInlineBytes = 64 * 1024;

    /// <summary>All files of one run that go into its result; after that it has links.</summary>
    public const int MaxTotalInlineBytes = 4 * 1024 * 1024;

    // Readers of JSON commonly stop at 64, and the result is around it.
    private const int MaxDepth = 32;

    private CustomOutput()
    {
    }

    /// <summary>The JSON, without the white space around its tokens.</summary>
    public ReadOnlyMemory<byte>? Json { get; private init; }

    /// <summary><c>container/name</c> of a file that is too long for the result.</summary>
    public string? Link { get; private init; }

    /// <summary>Why the file cannot be read.</summary>
    public string? Error { get; private init; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A file that is left where it is.</summary>
    public static CustomOutput At(OutputBlob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return blob.Size > MaxBytes
            ? Unreadable($"{FileName} has {blob.Size} bytes; at most {MaxBytes} are read.")
            : new CustomOutput { Link = $"{blob.Container}/{blob.Name}" };
    }

    /// <summary>A file that cannot be read.</summary>
    public static CustomOutput Unreadable(string error) => new() { Error = error };

    /// <summary>Reads a file's text.</summary>
    public static CustomOutput Read(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        try
        {
            Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    // Only this finds text that is no Unicode.
                    _ = reader.GetString();
                }
            }

            return new CustomOutput { Json = Compact(text) };
        }
        catch (JsonException e)
        {
            return Unreadable($"{FileName} is no JSON (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            return Unreadable($"{FileName} holds text that is no Unicode.");
        }
    }

    // Numbers and escapes stay as they are written; a number may have more digits than any of our types.
    private static byte[] Compact(ReadOnlySpan<byte> json)
    {
        byte[] kept = new byte[json.Length];
        int length = 0;
        bool inText = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte c = json[i];
            if (!inText && c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            kept[length++] = c;
            if (inText && c == '\\')
            {
                kept[length++] = json[++i];
            }
            else if (c == '"')
            {
                inText = !inText;
            }
        }

        return kept[..length];
    }
}
