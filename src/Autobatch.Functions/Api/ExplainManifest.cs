using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Explaining;
using Autobatch.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary>
/// <c>POST /api/explain</c>: the body is a manifest; the answer says what it would do. A manifest with faults is explained too, so it is answered with 200.
/// <c>?blobName=</c> explains it as dropped under that name.
/// </summary>
internal sealed class ExplainManifest(ManifestExplainer explainer)
{
    private const string BlobName = "blobName";
    private const int LongestBlobName = 1024;

    [Function(nameof(ExplainManifest))]
    [Summary("Says what a manifest would do, without doing any of it.")]
    [Query(BlobName, "Explains the manifest as dropped under this name.")]
    [Body("A job manifest; values of its parameters come as parameters.X in the query.", SchemaFiles.JobManifest)]
    [Answer(200, "What would happen, also when something stands against it.", "application/json", Body = typeof(ExplainView))]
    [Fails(ErrorCodes.InvalidQuery, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/explain")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => ExplainAsync(request, context.CancellationToken));

    private async Task<IActionResult> ExplainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? blobName = request.Query.TryGetValue(BlobName, out var given) ? given.ToString() : null;
        if (blobName is { Length: 0 or > LongestBlobName })
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'{BlobName}' must have 1 to {LongestBlobName} characters.");
        }

        (ManifestInput? manifest, Problem? unreadable) = await ManifestBody.ReadAsync(request, cancellationToken);
        return manifest is null
            ? Problems.Answer(unreadable!, request)
            : JsonAnswer.Of(await explainer.ExplainAsync(manifest, blobName, cancellationToken), AppJson.Default.ExplainView);
    }
}
