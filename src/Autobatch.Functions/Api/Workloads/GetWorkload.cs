using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary><c>GET /api/workloads/{name}</c>: one workload with what waits, its last runs and its last error.</summary>
internal sealed class GetWorkload(WorkloadViews views)
{
    [Function(nameof(GetWorkload))]
    [Summary("One workload: its rule, what waits, its last runs and its last error.")]
    [Answer(200, "The workload.", "application/json", Body = typeof(WorkloadView))]
    [Fails(ErrorCodes.WorkloadNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/workloads/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        views.AnswerAsync(
            request,
            name,
            async state => JsonAnswer.Of(await views.WithRunsAsync(state, client, context.CancellationToken), AppJson.Default.WorkloadView),
            context.CancellationToken);
}
