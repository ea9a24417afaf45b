using System.Text;
using System.Text.Json;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Workloads;

/// <summary>Which files a batch has: <c>{runId}/batch.json</c> of the app's own storage, and a plain list for tasks beside the run's outputs.</summary>
internal sealed class BatchStore(AppStorage storage)
{
    private const string Name = "batch.json";

    /// <summary>Keeps a batch. The same batch again is the same content but for its time.</summary>
    public Task SaveAsync(ClosedBatch batch, CancellationToken cancellationToken) => Blob(batch.RunId).UploadAsync(
        new BinaryData(JsonSerializer.SerializeToUtf8Bytes(batch, AppJson.Default.ClosedBatch)), overwrite: true, cancellationToken);

    /// <summary>A run's batch.</summary>
    /// <exception cref="FaultException">It is gone.</exception>
    public async Task<ClosedBatch> ReadAsync(string runId, CancellationToken cancellationToken) =>
        await FindAsync(runId, cancellationToken)
        ?? throw new FaultException(Errors.ErrorCodes.ManifestVanished, $"The list of the batch's files of run {runId} is no longer in {AppStorage.RunsContainer}.");

    /// <summary>A run's batch; null when it has none, or it is gone.</summary>
    public async Task<ClosedBatch?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult download = await Blob(runId).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(download.Content.ToMemory().Span, AppJson.Default.ClosedBatch);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>Gives a rerun the batch of the run before; false when that is gone.</summary>
    public async Task<bool> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (await FindAsync(from, cancellationToken) is not { } batch)
        {
            return false;
        }

        await SaveAsync(batch with { RunId = to }, cancellationToken);
        return true;
    }

    /// <summary>Writes the list that tasks may fetch (<c>{batch.list}</c>): a name a line, line breaks and percent signs in names percent-encoded.</summary>
    public async Task WriteListAsync(HomeStorage home, RunInput run, CancellationToken cancellationToken)
    {
        StringBuilder list = new();
        foreach (BatchedFile file in (await ReadAsync(run.RunId, cancellationToken)).Files)
        {
            list.Append(Plain(file.Name)).Append('\n');
        }

        await home.Outputs.GetBlobClient(RunBatch.ListName(run.OutputsId())).UploadAsync(
            BinaryData.FromString(list.ToString()),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain; charset=utf-8" } },
            cancellationToken);
    }

    internal static string Plain(string name) => name.AsSpan().IndexOfAny('\r', '\n', '%') < 0
        ? name
        : name.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private BlobClient Blob(string runId) => storage.Runs.GetBlobClient($"{runId}/{Name}");
}
