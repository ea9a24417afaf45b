using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Autobatch.Manifests;
using Autobatch.Schemas;
using Autobatch.Workloads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>
/// <c>PUT /api/workloads/{name}</c>: puts a workload's document where storage keeps them, for who cannot reach storage. What comes of it is answered at once; storage's own
/// event finds it done.
/// </summary>
internal sealed class PutWorkload(WorkloadCatalog catalog, WorkloadViews views, AutoStorage storage, ContainerOptions containers)
{
    [Function(nameof(PutWorkload))]
    [Summary("Makes a workload, or writes its next version, as a dropped document would. A document with faults is kept too, and lastError says what is wrong.")]
    [Body("The workload's document.", SchemaFiles.Workload)]
    [Answer(200, "The workload as it is now.", "application/json", Body = typeof(WorkloadView))]
    [Fails(ErrorCodes.BadWorkloadName, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.InvalidQuery, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "api/workloads/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => PutAsync(request, name, client, context.CancellationToken));

    private async Task<IActionResult> PutAsync(HttpRequest request, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!WorkloadNames.IsName(name))
        {
            return Problems.Answer(ErrorCodes.BadWorkloadName, request, $"A workload's name is 1 to {WorkloadNames.MaxLength} letters, digits, underscores or hyphens.");
        }

        (ManifestInput? document, Problem? unreadable) = await ManifestBody.ReadAsync(request, cancellationToken);
        if (document is null)
        {
            return Problems.Answer(unreadable!, request);
        }

        string blob = $"{WorkloadNames.DocumentPrefix(name)}{(document.Format == ManifestFormat.Json ? "json" : "yaml")}";
        await storage.Container(containers.Workloads).GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(document.Utf8), overwrite: true, cancellationToken);
        await catalog.ArrivedAsync(blob, cancellationToken);
        return await views.AnswerAsync(
            request, name, async state => JsonAnswer.Of(await views.WithRunsAsync(state, client, cancellationToken), AppJson.Default.WorkloadView), cancellationToken);
    }
}
