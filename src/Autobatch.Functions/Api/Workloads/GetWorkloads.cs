using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Workloads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary><c>GET /api/workloads</c>: every workload, deleted ones too.</summary>
internal sealed class GetWorkloads(WorkloadCatalog catalog, WorkloadViews views)
{
    private const int AtOnce = 8;

    [Function(nameof(GetWorkloads))]
    [Summary("Workloads, also deleted ones, in the order of names.")]
    [Answer(200, "Every workload.", "application/json", Body = typeof(WorkloadListView))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/workloads")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(client, context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkloadState> states = await catalog.RefreshAllAsync(cancellationToken);
        WorkloadView[] all = new WorkloadView[states.Count];
        await Parallel.ForAsync(
            0,
            states.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => all[i] = await views.OfAsync(states[i], client, token));
        return JsonAnswer.Of(new WorkloadListView(all), AppJson.Default.WorkloadListView);
    }
}
