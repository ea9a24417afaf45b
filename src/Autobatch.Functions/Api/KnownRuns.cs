using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Answers requests about one run; one that is unknown is told as such.</summary>
internal sealed class KnownRuns(RunLedger ledger)
{
    /// <summary>Answers for what is a run; a rejected package is none.</summary>
    public Task<IActionResult> AnswerRunAsync(HttpRequest request, string id, Func<LedgerEntry, Task<IActionResult>> answer, CancellationToken cancellationToken) =>
        AnswerAsync(request, id, entry => entry.Kind == LedgerKind.Run ? answer(entry) : Task.FromResult(Problems.NoSuchRun(id, request)), cancellationToken);

    /// <summary>Answers for whatever the list of runs shows, rejected packages too.</summary>
    public Task<IActionResult> AnswerAsync(HttpRequest request, string id, Func<LedgerEntry, Task<IActionResult>> answer, CancellationToken cancellationToken) =>
        ApiGuard.AnswerAsync(
            request,
            async () => Ids.IsId(id) && await ledger.FindAsync(id, cancellationToken) is { } entry ? await answer(entry) : Problems.NoSuchRun(id, request));
}
