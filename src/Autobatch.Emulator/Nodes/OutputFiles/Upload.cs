using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>One file on its way to a blob.</summary>
/// <param name="FilePath">Relative to the task directory where it lies in there, for messages.</param>
/// <param name="File">Absolute path.</param>
/// <param name="Container">URL of the container without its query.</param>
/// <param name="Refused">Why the node may not use the container; null when it may try.</param>
internal sealed record Upload(string FilePath, string File, BlobClient Blob, string Container, IReadOnlyList<OutputFileUploadHeader> Headers, StorageRefusal? Refused);

/// <summary>What became of it.</summary>
/// <param name="Bytes">Bytes sent; null when the file had vanished, or on failure.</param>
internal sealed record UploadResult(Upload Upload, long? Bytes, TaskFailure? Failure)
{
    /// <summary>Of the blob, when it was sent.</summary>
    public string ETag { get; init; } = "";
}
