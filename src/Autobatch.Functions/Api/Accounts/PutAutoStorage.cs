using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>PUT /api/accounts/{name}/autostorage</c>: links a storage account.</summary>
internal sealed class PutAutoStorage(AccountChanges changes)
{
    [Function(nameof(PutAutoStorage))]
    [Summary("Links a storage account to a Batch account, or another one in the place of the present.")]
    [Body("The link, in the words of Resource Manager.", typeof(AutoStorageBody))]
    [Query("force", "true to go on although packages or runs break.", Values = ["true", "false"])]
    [Header(ApiHeaders.IfMatch)]
    [Answer(202, "The operation is under way.", "application/json", Body = typeof(OperationView), Headers = [ApiHeaders.Location])]
    [Fails(
        ErrorCodes.AccountNotFound, ErrorCodes.InvalidAccount, ErrorCodes.InvalidQuery, ErrorCodes.LinkInUse, ErrorCodes.PreconditionFailed,
        ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Admin, "put", Route = "api/accounts/{name}/autostorage")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => changes.LinkAsync(request, name, client, context.CancellationToken));
}
