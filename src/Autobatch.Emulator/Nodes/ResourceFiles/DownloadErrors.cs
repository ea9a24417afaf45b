using System.Net.Sockets;
using Autobatch.Emulator.Nodes.Transfers;
using Azure;

namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>Names what went wrong in a download (FACTS A.3).</summary>
internal static class DownloadErrors
{
    /// <summary>Whether another attempt may succeed. The storage client makes its own attempts before it throws.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        HttpDownloadException refused => refused.Status is 408 or 429 or >= 500,
        HttpRequestException or BrokenTransferException => true,
        _ => StorageErrors.IsDroppedConnection(error),
    };

    /// <summary>The failure for an error of one download.</summary>
    public static TaskFailure FailureOf(Exception error, Download download) => error switch
    {
        _ when DiskErrors.IsFull(error) => TaskFailures.DiskFull($"'{download.FilePath}' does not fit: {error.Message}"),
        HttpDownloadException { Status: 404 or 410 } => TaskFailures.BlobNotFound(download.Source, download.FilePath),
        HttpDownloadException refused when StorageErrors.IsDenied(refused.Status, refused.Code) => TaskFailures.BlobAccessDenied(download.Source, download.FilePath, refused.Message),
        RequestFailedException { Status: 404 } => TaskFailures.BlobNotFound(download.Source, download.FilePath),
        RequestFailedException denied when StorageErrors.IsDenied(denied) => TaskFailures.BlobAccessDenied(download.Source, download.FilePath, StorageErrors.Reason(denied)),
        TimeoutException or TaskCanceledException => TaskFailures.BlobDownloadTimedOut(download.Source, download.FilePath, error.Message),
        HttpDownloadException or HttpRequestException or BrokenTransferException or RequestFailedException or AggregateException or SocketException =>
            TaskFailures.BlobDownloadMiscError(download.Source, download.FilePath, StorageErrors.Reason(error)),
        _ => TaskFailures.ResourceFileWriteFailed(download.FilePath, error.Message),
    };
}
