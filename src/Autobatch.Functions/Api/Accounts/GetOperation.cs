using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>GET /api/accounts/{name}/operations/{id}</c>: how far a change of an account is.</summary>
internal static class GetOperation
{
    [Function(nameof(GetOperation))]
    [Summary("How far a change of a Batch account is, and what the account does without once it has succeeded.")]
    [Answer(200, "The operation.", "application/json", Body = typeof(OperationView))]
    [Fails(ErrorCodes.OperationNotFound)]
    public static Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/accounts/{name}/operations/{id}")] HttpRequest request,
        string name,
        string id,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AccountChanges.TellAsync(request, name, id, client, context.CancellationToken));
}
