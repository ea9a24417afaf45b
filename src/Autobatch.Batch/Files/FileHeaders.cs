using System.Globalization;
using Azure;

namespace Autobatch.Batch;

/// <summary>Reads <see cref="TaskFileProperties"/> from the headers of a file's GET or HEAD (FACTS A.2).</summary>
internal static class FileHeaders
{
    public static TaskFileProperties Read(Response response) => new(
        response.Headers.ContentLengthLong,
        Time(Text(response, "Last-Modified")),
        Time(Text(response, "ocp-creation-time")),
        response.Headers.ContentType,
        Text(response, "ETag"),
        bool.TryParse(Text(response, "ocp-batch-file-isdirectory"), out bool directory) && directory);

    private static string? Text(Response response, string name) => response.Headers.TryGetValue(name, out string? value) ? value : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
