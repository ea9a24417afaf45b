using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>POST /api/accounts/{name}/autostorage/sync-keys</c>: has the storage account's keys read again.</summary>
internal sealed class PostSyncKeys(AccountChanges changes)
{
    [Function(nameof(PostSyncKeys))]
    [Summary("Has Batch read the keys of the linked storage account again, after one was made anew.")]
    [Header(ApiHeaders.IfMatch)]
    [Answer(202, "The operation is under way.", "application/json", Body = typeof(OperationView), Headers = [ApiHeaders.Location])]
    [Fails(
        ErrorCodes.AccountNotFound, ErrorCodes.AutoStorageNotLinked, ErrorCodes.InvalidQuery, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/accounts/{name}/autostorage/sync-keys")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => changes.ChangeAsync(request, AccountChangeKind.SyncKeys, name, client, context.CancellationToken));
}
