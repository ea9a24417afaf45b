using System.Runtime.CompilerServices;
using Autobatch.Functions.Ledger;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>Streams a run's outputs as a zip. A fault on the way breaks the connection: the caller must not take a part for the whole.</summary>
internal sealed class ZipAnswer(OutputBlobs outputs, LedgerEntry run, IReadOnlyList<string> containers) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpContext http = context.HttpContext;
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{run.OutputsOf ?? run.Id}.zip\"";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await ZipStream.WriteAsync(http.Response.Body, SourcesAsync(http.RequestAborted), http.RequestAborted);
        }
        catch
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
            }

            throw;
        }
    }

    private async IAsyncEnumerable<ZipSource> SourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((string container, BlobItem blob) in outputs.AllAsync(run, containers, cancellationToken))
        {
            string path = blob.Name[OutputBlobs.Folder(run.OutputsOf ?? run.Id).Length..];
            BlobClient client = outputs.Blob(run, container, blob.Name);
            yield return new ZipSource(
                containers.Count > 1 ? $"{container}/{path}" : path,
                blob.Properties.LastModified,
                async token => (await client.DownloadStreamingAsync(cancellationToken: token)).Value.Content);
        }
    }
}
