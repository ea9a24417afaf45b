using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>
/// <c>PUT /api/workloads/{name}/files/{path}</c>: puts a file where the workload looks for files, for who cannot reach storage, as a page in a browser. Storage's
/// own event of it does the rest, so that it is taken in like any other.
/// </summary>
internal sealed class PutWorkloadFile(WorkloadViews views, AutoStorage storage, ContainerOptions containers)
{
    /// <summary>What the host itself lets through.</summary>
    public const long MostBytes = 100 * 1024 * 1024;

    private const int LongestPath = 900;

    [Function(nameof(PutWorkloadFile))]
    [Summary("Puts a file into a workload's folder, as an upload to storage would; at most 100 MiB. An earlier file of the name is overwritten.")]
    [Body("The file's bytes.")]
    [Answer(201, "Where the file is now.", "application/json", Body = typeof(PutFileView))]
    [Fails(ErrorCodes.WorkloadNotFound, ErrorCodes.BadFileName, ErrorCodes.BodyTooLarge, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "api/workloads/{name}/files/{*path}")] HttpRequest request,
        string name,
        string path,
        FunctionContext context) =>
        views.AnswerAsync(
            request,
            name,
            state => state.DeletedAt is null ? PutAsync(request, name, path, context.CancellationToken) : Task.FromResult(Problems.Answer(ErrorCodes.WorkloadNotFound, request)),
            context.CancellationToken);

    private async Task<IActionResult> PutAsync(HttpRequest request, string workload, string path, CancellationToken cancellationToken)
    {
        if (!IsPath(path))
        {
            return Problems.Answer(ErrorCodes.BadFileName, request);
        }

        if (request.ContentLength > MostBytes)
        {
            return TooLarge(request);
        }

        BlobClient blob = storage.Container(containers.Inputs).GetBlobClient($"{workload}/{path}");
        try
        {
            BlobContentInfo written = await blob.UploadAsync(request.Body, overwrite: true, cancellationToken);
            return JsonAnswer.Of(new PutFileView(containers.Inputs, blob.Name, written.ETag.ToString()), AppJson.Default.PutFileView, StatusCodes.Status201Created);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(request);
        }
        catch (RequestFailedException e) when (e.Status == 400)
        {
            return Problems.Answer(ErrorCodes.BadFileName, request);
        }
    }

    private static IActionResult TooLarge(HttpRequest request) =>
        Problems.Answer(ErrorCodes.BodyTooLarge, request, $"A file sent this way has at most {MostBytes} bytes; put larger ones into storage yourself.");

    // Clients resolve dot segments before they send, so such a name would end elsewhere; storage takes 1,024 characters with the workload's name.
    private static bool IsPath(string? path) =>
        path is { Length: > 0 and <= LongestPath }
        && !path.Split('/', '\\').Any(part => part is "" or "." or "..")
        && !path.Any(char.IsControl);
}
