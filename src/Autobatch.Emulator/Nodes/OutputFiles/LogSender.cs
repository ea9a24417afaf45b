using Autobatch.Emulator.Nodes.Transfers;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Sends a node's log files to a container, under the rules of output files.</summary>
internal sealed class LogSender(StorageContainers containers)
{
    /// <summary>Uploads the files one after another.</summary>
    /// <returns>Why one of them could not be uploaded, or null.</returns>
    public async Task<string?> SendAsync(NodePlace node, LogUpload upload, CancellationToken cancellationToken)
    {
        if (containers.FromUrl(node.Account, upload.ContainerUrl, upload.Identity is not null) is not { } container)
        {
            return "The URL names no container.";
        }

        if (containers.Refusal(node, StoragePurpose.OutputFiles, new Uri(upload.ContainerUrl), upload.Identity) is { } refused)
        {
            return refused.Reason;
        }

        try
        {
            foreach (LogFile file in upload.Files)
            {
                await using Stream content = file.Open() switch { FileStream growing => new FileSnapshot(growing), { } fixedLength => fixedLength, null => Stream.Null };
                await container.GetBlobClient($"{upload.Directory}/{file.Name}")
                    .UploadAsync(content, new BlobUploadOptions { HttpHeaders = new() { ContentType = "text/plain" } }, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            return StorageErrors.Reason(failed);
        }
    }
}
