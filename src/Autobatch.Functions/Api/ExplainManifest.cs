using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Explaining;
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
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "explain")] HttpRequest request, FunctionContext context)
    {
        string? blobName = request.Query.TryGetValue(BlobName, out var given) ? given.ToString() : null;
        if (blobName is { Length: 0 or > LongestBlobName })
        {
            return Problems.Answer(ErrorCodes.InvalidQuery, request, $"'{BlobName}' must have 1 to {LongestBlobName} characters.");
        }

        (ManifestInput? manifest, Problem? unreadable) = await ManifestBody.ReadAsync(request, context.CancellationToken);
        return manifest is null
            ? Problems.Answer(unreadable!, request)
            : JsonAnswer.Of(await explainer.ExplainAsync(manifest, blobName, context.CancellationToken), AppJson.Default.ExplainView);
    }
}
