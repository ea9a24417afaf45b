using Autobatch.Errors;
using Autobatch.Functions.Workloads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>Pauses workloads and lets them go on; collecting is told at once.</summary>
internal sealed class WorkloadPausing(WorkloadCatalog catalog, WorkloadViews views)
{
    public Task<IActionResult> SetAsync(HttpRequest request, string name, bool paused, DurableTaskClient client, CancellationToken cancellationToken) =>
        views.AnswerAsync(
            request,
            name,
            async _ =>
            {
                if (await catalog.PauseAsync(name, paused, cancellationToken) is not { } state)
                {
                    return Problems.Answer(ErrorCodes.WorkloadNotFound, request);
                }

                await CollectorWaker.SendAsync(name, client, cancellationToken);
                return JsonAnswer.Of(await views.WithRunsAsync(state, client, cancellationToken), AppJson.Default.WorkloadView);
            },
            cancellationToken);
}
