using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Storage;

/// <summary>What a run keeps between activities, as blobs in the app's own storage: its manifest, and its input files by window.</summary>
internal sealed class RunFiles(AppStorage storage)
{
    public Task SaveManifestAsync(string runId, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        Blob(runId, "manifest.json").UploadAsync(new BinaryData(manifest), overwrite: true, cancellationToken);

    /// <summary>The manifest's text; null when it is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadManifestAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult download = await Blob(runId, "manifest.json").DownloadContentAsync(cancellationToken);
            return download.Content.ToMemory();
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    public Task SaveWindowAsync(string runId, int window, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        Window(runId, window).UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(names, AppJson.Default.IReadOnlyListString)), overwrite: true, cancellationToken);

    public async Task<IReadOnlyList<string>> ReadWindowAsync(string runId, int window, CancellationToken cancellationToken)
    {
        BlobDownloadResult download = await Window(runId, window).DownloadContentAsync(cancellationToken);
        return JsonSerializer.Deserialize(download.Content.ToMemory().Span, AppJson.Default.IReadOnlyListString)!;
    }

    /// <summary>Removes the lists of input files; the manifest stays as the record of what ran.</summary>
    public async Task DeleteWindowsAsync(string runId, CancellationToken cancellationToken)
    {
        await foreach (BlobItem blob in storage.Runs.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{runId}/files-" }, cancellationToken))
        {
            await storage.Runs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    private BlobClient Window(string runId, int window) => Blob(runId, $"files-{window}.json");

    private BlobClient Blob(string runId, string name) => storage.Runs.GetBlobClient($"{runId}/{name}");
}
