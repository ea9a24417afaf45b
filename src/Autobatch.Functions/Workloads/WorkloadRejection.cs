using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>Tells of a workload's document that is not taken: <c>results/{id}/error.json</c>, and a row in the list.</summary>
internal sealed partial class WorkloadRejection(RunLedger ledger, ErrorFiles errors, TimeProvider time, ILogger<WorkloadRejection> logger)
{
    private const int MostTold = 1000;
    private readonly ConcurrentDictionary<string, bool> _told = new();

    /// <summary>Tells once; a document that lies there is looked at again and again.</summary>
    public async Task RejectAsync(string id, string container, string blob, string etag, Problem problem, CancellationToken cancellationToken)
    {
        if (_told.ContainsKey(id))
        {
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        LedgerEntry rejected = new()
        {
            Id = id,
            Kind = LedgerKind.Workload,
            State = LedgerState.Rejected,
            Status = RunStatus.Rejected,
            CreatedAt = now,
            EndedAt = now,
            Container = container,
            Name = blob,
            ETag = etag,
            ErrorCode = problem.Code,
            ErrorDetail = problem.Detail,
        };
        (LedgerEntry known, bool isNew) = await ledger.ClaimAsync(rejected, cancellationToken);

        // A kill may have left the row alone: both steps may be done again.
        await errors.WriteIfAbsentAsync(id, problem with { Instance = $"{container}/{blob}" }, cancellationToken);
        await ledger.ListAsync(known, cancellationToken);
        if (_told.Count >= MostTold)
        {
            _told.Clear();
        }

        _told[id] = true;
        if (isNew)
        {
            LogRejected(logger, $"{container}/{blob}", id, problem.Code, problem.Detail);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Blob} rejected as {Id}: {Code}: {Detail}", EventName = "WorkloadRejected")]
    private static partial void LogRejected(ILogger logger, string blob, string id, string code, string detail);
}
