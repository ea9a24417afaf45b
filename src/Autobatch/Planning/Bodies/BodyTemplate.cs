using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Autobatch.Explaining;

namespace Autobatch.Planning.Bodies;

/// <summary>A task's JSON cut at its holes: literal bytes are made once, and each task costs only what differs.</summary>
internal sealed class BodyTemplate(IReadOnlyList<TemplatePiece> pieces)
{
    /// <summary>Writes one task's JSON.</summary>
    /// <returns>The length of its lists of resource files, in characters.</returns>
    public int Render(IBufferWriter<byte> output, TaskFill fill, IStorageUrls urls)
    {
        int resourceFiles = 0;
        bool measuring = false;
        bool comma = false;
        foreach (TemplatePiece piece in pieces)
        {
            Hole hole = piece.Hole;
            if (hole == Hole.Dependency)
            {
                comma = Dependency(output, fill, piece.Dimension, comma);
                continue;
            }

            ReadOnlySpan<byte> bytes = hole == Hole.None ? piece.Literal : Encode(Value(piece, fill, urls));
            comma = hole == Hole.None && piece.Literal is [.., (byte)'"'];
            output.Write(bytes);
            measuring = hole == Hole.ResourceFilesStart || (measuring && hole != Hole.ResourceFilesEnd);
            resourceFiles += measuring ? Encoding.UTF8.GetCharCount(bytes) : 0;
        }

        return resourceFiles;
    }

    /// <summary>The most bytes that any task has, and characters in its lists of resource files, by the longest that each hole is filled with.</summary>
    public (long Bytes, long ResourceFileChars) Bound(Func<TemplatePiece, Extent> longest)
    {
        (long bytes, long resourceFiles) = (0, 0);
        bool measuring = false;
        foreach (TemplatePiece piece in pieces)
        {
            Extent extent = piece.Hole == Hole.None ? new Extent(piece.Literal.Length, Encoding.UTF8.GetCharCount(piece.Literal)) : longest(piece);
            bytes += extent.Bytes;
            measuring = piece.Hole == Hole.ResourceFilesStart || (measuring && piece.Hole != Hole.ResourceFilesEnd);
            resourceFiles += measuring ? extent.Chars : 0;
        }

        return (bytes, resourceFiles);
    }

    /// <summary>A text as the inside of a JSON string.</summary>
    public static ReadOnlySpan<byte> Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;

    // Dependencies stand behind the ids that every task waits for, or alone at the start of their list.
    private static bool Dependency(IBufferWriter<byte> output, TaskFill fill, int dimension, bool comma)
    {
        string id = fill.Sweep!.Value(fill.Number, dimension);
        if (id.StartsWith('-') && long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return comma;
        }

        output.Write(comma ? ",\""u8 : "\""u8);
        output.Write(Encode(id));
        output.Write("\""u8);
        return true;
    }

    private static string Url(InputFile file, Func<string, string, string> make) => make(file.Container, file.Path);

    private static string Value(TemplatePiece piece, TaskFill fill, IStorageUrls urls) => piece.Hole switch
    {
        Hole.TaskId => fill.Id,
        Hole.FileName => fill.File!.FileName,
        Hole.FilePath => fill.File!.Path,
        Hole.FileNameWithoutExtension => fill.File!.FileNameWithoutExtension,
        Hole.Url => Url(piece.File ?? fill.File!, urls.Blob),
        Hole.ReadUrl => Url(piece.File ?? fill.File!, urls.BlobForReading),
        Hole.SweepValue => fill.Sweep!.Value(fill.Number, piece.Dimension),
        _ => "",
    };
}
