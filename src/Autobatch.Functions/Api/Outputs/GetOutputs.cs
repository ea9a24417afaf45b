using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Outputs;

/// <summary><c>GET /api/runs/{id}/outputs</c>: what the run has written so far, as a list or as one zip.</summary>
internal sealed class GetOutputs(KnownRuns runs, OutputBlobs outputs)
{
    private const string List = "outputs";
    private const int DefaultTop = 100;
    private const int MostTop = 1000;

    [Function(nameof(GetOutputs))]
    [Summary("What the run has written so far: a list with sizes, hashes and links, or with zip=true everything in one zip.")]
    [Query("zip", "true streams the outputs as one zip.", Type = "boolean")]
    [Query("top", "Most outputs of the page.", Type = "integer", Most = MostTop)]
    [Query("continuationToken", "From the page before.")]
    [Answer(200, "A page of outputs, or the zip.", "application/json", "application/zip", Body = typeof(OutputListView))]
    [Fails(ErrorCodes.RunNotFound, ErrorCodes.InvalidQuery, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/runs/{id}/outputs")] HttpRequest request,
        string id,
        FunctionContext context) =>
        runs.AnswerRunAsync(request, id, entry => AnswerAsync(request, entry, context.CancellationToken), context.CancellationToken);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (QueryText.Flag(request, "zip") is not { } zip)
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, "'zip' is neither true nor false.");
        }

        if (QueryText.Top(request, DefaultTop, MostTop) is not { } top)
        {
            return Problems.BadTop(request, MostTop);
        }

        IReadOnlyList<string> containers = await outputs.ContainersAsync(entry, cancellationToken);
        if (zip)
        {
            return new ZipAnswer(outputs, entry, containers);
        }

        if (!QueryText.TryReadToken(request, List, out string? continuation) || OutputToken.Read(continuation, containers.Count) is not { } token)
        {
            return Problems.BadToken(request);
        }

        try
        {
            return JsonAnswer.Of(await PageAsync(entry, containers, token, top, cancellationToken), AppJson.Default.OutputListView);
        }
        catch (RequestFailedException e) when (token.Marker is not null && e.Status is >= 400 and < 500)
        {
            return Problems.BadToken(request);
        }
    }

    // Containers without outputs are passed over, so that a page is empty only when nothing is left.
    private async Task<OutputListView> PageAsync(LedgerEntry entry, IReadOnlyList<string> containers, OutputToken token, int top, CancellationToken cancellationToken)
    {
        List<OutputView> page = [];
        OutputToken? next = token;
        while (next is { } place && page.Count < top)
        {
            (IReadOnlyList<BlobItem> blobs, string? marker) =
                await outputs.PageAsync(entry, containers[place.Container], top - page.Count, place.Marker, cancellationToken);
            page.AddRange(blobs.Select(b => View(entry.Id, containers[place.Container], b)));
            next = marker is not null ? place with { Marker = marker }
                : place.Container + 1 < containers.Count ? new OutputToken(place.Container + 1, null)
                : null;
        }

        return new OutputListView(page, next is { } rest ? QueryText.ToToken(List, rest.Text) : null);
    }

    private static OutputView View(string id, string container, BlobItem blob) => new(
        container,
        blob.Name,
        blob.Properties.ContentLength ?? 0,
        BlobETag.Of(blob.Properties.ETag),
        blob.Properties.ContentHash is { } md5 ? Convert.ToBase64String(md5) : null,
        blob.Properties.LastModified,
        $"/api/runs/{id}/outputs/file?container={Uri.EscapeDataString(container)}&name={Uri.EscapeDataString(blob.Name)}");
}
