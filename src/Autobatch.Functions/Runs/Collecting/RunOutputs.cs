using Autobatch.Functions.Storage;
using Autobatch.Results;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Lists what a run left, once per container.</summary>
internal static class RunOutputs
{
    public static async Task<TaskOutputs> ListAsync(HomeStorage home, string runId, IReadOnlyList<string> containers, CancellationToken cancellationToken)
    {
        TaskOutputs outputs = new(runId);
        try
        {
            foreach (string container in containers)
            {
                await foreach (BlobItem blob in home.Container(container).GetBlobsAsync(new GetBlobsOptions { Prefix = $"{runId}/" }, cancellationToken))
                {
                    outputs.Add(new OutputBlob(
                        container,
                        blob.Name,
                        blob.Properties.ContentLength ?? 0,
                        BlobETag.Of(blob.Properties.ETag),
                        blob.Properties.ContentHash is { } md5 ? Convert.ToBase64String(md5) : null,
                        blob.Properties.LastModified));
                }
            }

            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }
}
