using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Workloads;

/// <summary><c>POST /api/workloads/{name}/resume</c>.</summary>
internal sealed class ResumeWorkload(WorkloadPausing pausing)
{
    [Function(nameof(ResumeWorkload))]
    [Summary("Lets a paused workload go on.")]
    [Answer(200, "The workload as it is now.", "application/json", Body = typeof(WorkloadView))]
    [Fails(ErrorCodes.WorkloadNotFound, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/workloads/{name}/resume")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        pausing.SetAsync(request, name, false, client, context.CancellationToken);
}
