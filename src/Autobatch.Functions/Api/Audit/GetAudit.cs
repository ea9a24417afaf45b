using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Audit;

/// <summary><c>GET /api/audit</c>: how many blobs the audit found that no event had told of.</summary>
internal sealed class GetAudit(AuditRecords records)
{
    [Function(nameof(GetAudit))]
    [Summary("What the last audit of each container found: blobs, and how many of them nobody had dealt with.")]
    [Answer(200, "The numbers.", "application/json", Body = typeof(AuditListView))]
    public Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/audit")] HttpRequest request, FunctionContext context) =>
        ApiGuard.AnswerAsync(request, () => AnswerAsync(context.CancellationToken));

    private async Task<IActionResult> AnswerAsync(CancellationToken cancellationToken)
    {
        AuditView[] containers = [.. (await records.ListAsync(cancellationToken)).Select(View)];
        return JsonAnswer.Of(new AuditListView(containers.Sum(c => c.Unprocessed), containers), AppJson.Default.AuditListView);
    }

    private static AuditView View(AuditRecord r) =>
        new(r.Storage, r.Container, r.At, r.Last.Looked, r.Last.Found, r.Last.Driven, r.Last.Failed, r.TotalFound, r.FoundAt, r.Last.Error);
}
