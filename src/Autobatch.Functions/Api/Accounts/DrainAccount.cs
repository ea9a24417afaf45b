using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>POST /api/accounts/{name}/drain</c> and <c>/undrain</c>: a drained account takes no run, and the runs that it has go on in others.</summary>
internal sealed class DrainAccount(BatchAccounts accounts, AccountDrains drains, RunLedger ledger, TimeProvider time)
{
    // What is not woken sees it at its next look.
    private const int MostWoken = 2000;

    [Function(nameof(DrainAccount))]
    [Summary("Drains a Batch account: it takes no run any more, and the runs that it has go on in others where they may.")]
    [Header(ApiHeaders.IfMatch)]
    [Answer(200, "The account is drained.", "application/json", Body = typeof(AccountDrainView), Headers = [ApiHeaders.ETag])]
    [Fails(ErrorCodes.AccountNotFound, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/accounts/{name}/drain")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => SetAsync(request, name, true, client, context.CancellationToken));

    [Function("UndrainAccount")]
    [Summary("Ends the draining of a Batch account: it takes runs again.")]
    [Header(ApiHeaders.IfMatch)]
    [Answer(200, "The account takes runs.", "application/json", Body = typeof(AccountDrainView), Headers = [ApiHeaders.ETag])]
    [Fails(ErrorCodes.AccountNotFound, ErrorCodes.PreconditionFailed, ErrorCodes.StorageRequestFailed)]
    public Task<IActionResult> RunUndrain(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/accounts/{name}/undrain")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => SetAsync(request, name, false, client, context.CancellationToken));

    private async Task<IActionResult> SetAsync(HttpRequest request, string name, bool drained, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (accounts.All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Name is not { } account)
        {
            return Problems.Answer(ErrorCodes.AccountNotFound, request);
        }

        AccountDrain before = await drains.FindAsync(account, cancellationToken);
        if (request.Headers.IfMatch.Count > 0 && !Allows(request, before))
        {
            return Problems.Answer(ErrorCodes.PreconditionFailed, request);
        }

        AccountDrain now = before;
        if (before.Since is not null != drained || before.RowVersion is null)
        {
            if (await drains.SetAsync(account, drained ? time.GetUtcNow() : null, request.Headers.IfMatch.Count > 0 ? before : null, cancellationToken) is not { } set)
            {
                return Problems.Answer(ErrorCodes.PreconditionFailed, request);
            }

            now = set;
        }

        // Also when it was so before: a call that was cut off may not have woken everybody.
        await WakeAsync(account, client, cancellationToken);
        return JsonAnswer.Of(new AccountDrainView(account, now.Since), AppJson.Default.AccountDrainView, TagOf(now));
    }

    private async Task WakeAsync(string account, DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (LedgerEntry run in await ledger.FindOpenAsync(MostWoken, cancellationToken))
        {
            if (run.Kind != LedgerKind.Run || !string.Equals(run.Account, account, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            try
            {
                await client.RaiseEventAsync(Ids.RunInstance(run.Id), RunSignal.EventName, new RunSignal(RunSignal.Drain), cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // It has ended meanwhile, or sees it at its next look.
            }
        }
    }

    private static bool Allows(HttpRequest request, AccountDrain drain) =>
        request.Headers.IfMatch.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || t == TagOf(drain));

    private static string TagOf(AccountDrain drain) => drain.RowVersion is { } version
        ? $"\"{Convert.ToHexStringLower(System.IO.Hashing.XxHash64.Hash(System.Text.Encoding.UTF8.GetBytes(version.ToString())))}\""
        : "\"0\"";
}
