using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>DELETE /api/accounts/{name}/autostorage</c>: unlinks the storage account.</summary>
internal sealed class DeleteAutoStorage(AccountChanges changes)
{
    [Function(nameof(DeleteAutoStorage))]
    [Summary("Unlinks the storage account of a Batch account.")]
    [Query("force", "true to go on although packages or runs break.", Values = ["true", "false"])]
    [Header(ApiHeaders.IfMatch)]
    [Answer(202, "The operation is under way.", "application/json", Body = typeof(OperationView), Headers = [ApiHeaders.Location])]
    [Fails(
        ErrorCodes.AccountNotFound, ErrorCodes.InvalidQuery, ErrorCodes.LinkInUse, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "api/accounts/{name}/autostorage")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => changes.ChangeAsync(request, AccountChangeKind.Unlink, name, client, context.CancellationToken));
}
