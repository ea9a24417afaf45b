using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Planning;
using Autobatch.Runs;
using Autobatch.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>POST /api/runs</c>: the body is a manifest, values of its parameters come as <c>?parameters.X=…</c>.</summary>
internal sealed class PostRun(RunLedger ledger, RunIntake intake, RunPlans plans, RunViews views, TimeProvider time)
{
    [Function(nameof(PostRun))]
    [Summary("Starts a run of the manifest in the body.")]
    [Header(ApiHeaders.IdempotencyKey)]
    [Body("A job manifest.", SchemaFiles.JobManifest)]
    [Answer(202, "The run is taken in.", "application/json", Body = typeof(RunAccepted), Headers = [ApiHeaders.Location])]
    [Fails(ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.StorageRequestFailed, Manifest = true)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => StartAsync(request, client, context.CancellationToken));

    private async Task<IActionResult> StartAsync(HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return Problems.Answer(ErrorCodes.InvalidIdempotencyKey, request);
        }

        (ManifestInput? manifest, Problem? unreadable) = await ManifestBody.ReadAsync(request, cancellationToken);
        if (manifest is null)
        {
            return Problems.Answer(unreadable!, request);
        }

        string hash = manifest.Hash();
        LedgerEntry claim = new()
        {
            Id = Ids.ForIdempotencyKey(key ?? Guid.NewGuid().ToString("n")),
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Sha256 = hash,
            Trace = CallerTrace.Of(request),
        };
        if (key is not null && await ledger.FindAsync(claim.Id, cancellationToken) is { } earlier && earlier.Sha256 != hash)
        {
            return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
        }

        // Refused before the claim: a bad body leaves nothing behind, and the key stays free for the mended one.
        RunPlanResult planned = plans.Read(claim, manifest);
        if (!planned.IsValid)
        {
            return Problems.Answer(Problem.Of(planned.Errors), request);
        }

        LedgerEntry entry = await intake.TakeAsync(claim, manifest, client, cancellationToken);
        if (entry.Sha256 != hash)
        {
            return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
        }

        return views.Accepted(entry);
    }
}
