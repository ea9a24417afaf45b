using Autobatch.Emulator.Nodes.Files;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Headers of an upload: the content type by the file's name, and those that the destination asks for.</summary>
internal static class UploadHeaders
{
    private const string MetadataPrefix = "x-ms-meta-";

    /// <exception cref="TaskFailureException">FileUploadMiscError: a header that an upload must not set.</exception>
    public static BlobUploadOptions Build(string file, IReadOnlyList<OutputFileUploadHeader> headers)
    {
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(file) } };
        foreach (OutputFileUploadHeader header in headers) Apply(options, options.HttpHeaders, header, file);
        return options;
    }

    private static void Apply(BlobUploadOptions options, BlobHttpHeaders headers, OutputFileUploadHeader header, string file)
    {
        string value = header.Value ?? "";
#pragma warning disable CA1308 // Header names are compared in lower case, as the storage service does.
        string name = header.Name.ToLowerInvariant();
#pragma warning restore CA1308
        switch (name.StartsWith("x-ms-blob-", StringComparison.Ordinal) ? name["x-ms-blob-".Length..] : name)
        {
            case "content-type":
                headers.ContentType = value;
                break;
            case "content-encoding":
                headers.ContentEncoding = value;
                break;
            case "content-language":
                headers.ContentLanguage = value;
                break;
            case "content-disposition":
                headers.ContentDisposition = value;
                break;
            case "cache-control":
                headers.CacheControl = value;
                break;
            case string metadata when metadata.StartsWith(MetadataPrefix, StringComparison.Ordinal) && metadata.Length > MetadataPrefix.Length:
                options.Metadata ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                options.Metadata[header.Name[MetadataPrefix.Length..]] = value;
                break;
            default:
                throw new TaskFailureException(TaskFailures.FileUploadMiscError(file, $"The upload header '{header.Name}' cannot be set; content headers, cache-control and x-ms-meta-* can."));
        }
    }
}
