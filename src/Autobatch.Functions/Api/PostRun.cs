using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Api;

/// <summary><c>POST /api/runs</c>: the body is a manifest.</summary>
internal sealed class PostRun(RunLedger ledger, RunIntake intake, RunPlans plans, RunViews views, TimeProvider time)
{
    private const string KeyHeader = "Idempotency-Key";
    private const int MostKeyCharacters = 256;

    [Function(nameof(PostRun))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        string? key = request.Headers.TryGetValue(KeyHeader, out var given) ? given.ToString() : null;
        if (key is not null && (key.Length is 0 or > MostKeyCharacters || key.Any(c => c is < ' ' or > '~')))
        {
            return Problems.Answer(ErrorCodes.InvalidIdempotencyKey, request);
        }

        if (!IsJson(request.ContentType))
        {
            return Problems.Answer(ErrorCodes.UnsupportedMediaType, request);
        }

        if (await ReadAsync(request, context.CancellationToken) is not { } manifest)
        {
            return Problems.Answer(ErrorCodes.BodyTooLarge, request, $"A manifest has at most {ManifestReadOptions.Default.MaxBytes} bytes.");
        }

        string hash = Ids.ContentHash(manifest.Span);
        LedgerEntry claim = new()
        {
            Id = Ids.ForIdempotencyKey(key ?? Guid.NewGuid().ToString("n")),
            Kind = LedgerKind.Run,
            State = LedgerState.Claimed,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Sha256 = hash,
        };
        if (key is not null && await ledger.FindAsync(claim.Id, context.CancellationToken) is { } earlier && earlier.Sha256 != hash)
        {
            return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
        }

        // Refused before the claim: a bad body leaves nothing behind, and the key stays free for the mended one.
        RunPlanResult planned = plans.Read(claim, manifest);
        if (!planned.IsValid)
        {
            return Problems.Answer(Problem.Of(planned.Errors), request);
        }

        LedgerEntry entry = await intake.TakeAsync(claim, manifest, client, context.CancellationToken);
        if (entry.Sha256 != hash)
        {
            return Problems.Answer(ErrorCodes.IdempotencyKeyReused, request);
        }

        RunView view = views.Of(entry);
        return JsonAnswer.Of(
            new RunAccepted(view.Id, view.Status, view.Links), AppJson.Default.RunAccepted, StatusCodes.Status202Accepted, view.Links.Self);
    }

    private static bool IsJson(string? contentType)
    {
        string type = (contentType ?? "").Split(';')[0].Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        int most = ManifestReadOptions.Default.MaxBytes;
        if (request.ContentLength > most)
        {
            return null;
        }

        byte[] body = new byte[most + 1];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length > most ? null : body.AsMemory(0, length).ToArray();
    }
}
