using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>A task's JSON cut at its holes: literal bytes are made once, and each task costs only what differs.</summary>
internal sealed class BodyTemplate(IReadOnlyList<(byte[] Literal, Hole Hole)> pieces)
{
    /// <summary>Writes one task's JSON.</summary>
    /// <returns>The length of its lists of resource files, in characters.</returns>
    public int Render(IBufferWriter<byte> output, string taskId, InputFile? file, IStorageUrls urls)
    {
        int resourceFiles = 0;
        bool measuring = false;
        foreach ((byte[] literal, Hole hole) in pieces)
        {
            ReadOnlySpan<byte> bytes = hole == Hole.None ? literal : Encode(Value(hole, taskId, file, urls));
            output.Write(bytes);
            measuring = hole == Hole.ResourceFilesStart || (measuring && hole != Hole.ResourceFilesEnd);
            resourceFiles += measuring ? Encoding.UTF8.GetCharCount(bytes) : 0;
        }

        return resourceFiles;
    }

    /// <summary>A text as the inside of a JSON string.</summary>
    public static ReadOnlySpan<byte> Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;

    private static string Value(Hole hole, string taskId, InputFile? file, IStorageUrls urls) => hole switch
    {
        Hole.TaskId => taskId,
        Hole.FileName => file!.FileName,
        Hole.FilePath => file!.Path,
        Hole.FileNameWithoutExtension => file!.FileNameWithoutExtension,
        Hole.Url => urls.Blob(file!.Container, file.Path),
        Hole.ReadUrl => urls.BlobForReading(file!.Container, file.Path),
        _ => "",
    };
}
