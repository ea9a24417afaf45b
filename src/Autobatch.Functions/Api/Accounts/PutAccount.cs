using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>PUT /api/accounts/{name}</c>: makes an account.</summary>
internal sealed class PutAccount(AccountChanges changes)
{
    [Function(nameof(PutAccount))]
    [Summary("Makes a Batch account, with or without a storage account linked to it.")]
    [Body("The account, in the words of Resource Manager.", typeof(AccountBody))]
    [Answer(202, "The operation is under way.", "application/json", Body = typeof(OperationView), Headers = [ApiHeaders.Location])]
    [Fails(
        ErrorCodes.InvalidAccount, ErrorCodes.AccountExists, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Admin, "put", Route = "api/accounts/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => changes.CreateAsync(request, name, client, context.CancellationToken));
}
