using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>
/// <c>GET /api/runs/{id}/outputs/file?container=…&amp;name=…</c>: one output. Its name comes as a query, since names of blobs may hold
/// whatever a path would change on its way: dot segments, doubled and encoded slashes.
/// </summary>
internal sealed class GetOutputFile(KnownRuns runs, OutputBlobs outputs, AutoStorage storage)
{
    [Function(nameof(GetOutputFile))]
    [Summary("One output of a run; take the link from the list. Its result.json too, by the container and name that the run's links tell.")]
    [Query("container", "The output's container.", Required = true)]
    [Query("name", "The output's name.", Required = true)]
    [Header(ApiHeaders.Range)]
    [Answer(200, "The output.", "text/plain", "application/octet-stream", Headers = [ApiHeaders.AcceptRanges])]
    [Answer(206, "A part of the output.", "text/plain", "application/octet-stream", Headers = [ApiHeaders.AcceptRanges, ApiHeaders.ContentRange])]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.OutputNotFound, ErrorCodes.InvalidRange, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/outputs/file")] HttpRequest request,
        string id,
        FunctionContext context) =>
        runs.AnswerRunAsync(request, id, entry => AnswerAsync(request, entry, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, CancellationToken cancellationToken)
    {
        string container = request.Query["container"].ToString();
        string name = request.Query["name"].ToString();
        bool isResult = container == storage.Results.Name && name == ResultFile.Name(entry.Id);
        if (!isResult && (!(await outputs.ContainersAsync(entry, cancellationToken)).Contains(container) || !IsOutput(entry.OutputsOf ?? entry.Id, name)))
        {
            return Problems.Answer(ErrorCodes.OutputNotFound, request);
        }

        if (!ByteRange.TryRead(request.Headers.Range, out ByteRange? range))
        {
            return Problems.Answer(ErrorCodes.InvalidRange, request, "Write one range, as bytes=0-1023, bytes=1024- or bytes=-1024.");
        }

        try
        {
            return await OpenAsync(request, isResult ? storage.Results.GetBlobClient(name) : outputs.Blob(entry, container, name), range, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 400 or 404)
        {
            return Problems.Answer(ErrorCodes.OutputNotFound, request);
        }
    }

    private static async Task<IActionResult> OpenAsync(HttpRequest request, BlobClient blob, ByteRange? range, CancellationToken cancellationToken)
    {
        if (range is null)
        {
            BlobDownloadStreamingResult whole = (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return new FileAnswer(whole.Content, blob.Name);
        }

        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        long size = properties.ContentLength;
        if (range.Within(size) is not var (offset, length))
        {
            return Problems.OutsideFile(request, blob.Name, size);
        }

        BlobDownloadOptions options = new() { Range = new HttpRange(offset, length), Conditions = new BlobRequestConditions { IfMatch = properties.ETag } };
        return new FileAnswer((await blob.DownloadStreamingAsync(options, cancellationToken)).Value.Content, blob.Name, (offset, length, size));
    }

    // A client library would follow dot segments out of the run's folder, and storage knows no name over 1,024 characters.
    private static bool IsOutput(string id, string name) =>
        name.StartsWith(OutputBlobs.Folder(id), StringComparison.Ordinal)
        && name.Length is > 33 and <= 1024
        && !name.Split('/', '\\').Any(part => part is "." or "..")
        && !name.Any(char.IsControl);
}
