using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Packages;

/// <summary>Settles a zip that never became a package. A dropped one is listed, so that its error is found; what a manifest brings, its run tells.</summary>
internal sealed partial class PackageRejection(RunLedger ledger, ErrorFiles errors, TimeProvider time, ILogger<PackageRejection> logger)
{
    public async Task RejectAsync(LedgerKey key, string blob, Problem problem, CancellationToken cancellationToken)
    {
        LedgerEntry entry = await ledger.FindAsync(key.Id, cancellationToken) ?? throw new InvalidOperationException($"The ledger row {key.Id} vanished.");
        bool isListed = entry.Package is null;
        if (isListed)
        {
            await errors.WriteAsync(key.Id, problem with { Instance = blob }, cancellationToken);
        }

        LedgerEntry rejected = entry with
        {
            State = LedgerState.Rejected,
            Status = RunStatus.Rejected,
            ErrorCode = problem.Code,
            ErrorDetail = problem.Detail,
            EndedAt = time.GetUtcNow(),
        };
        LedgerPatch patch = new()
        {
            State = rejected.State,
            Status = rejected.Status,
            ErrorCode = rejected.ErrorCode,
            ErrorDetail = rejected.ErrorDetail,
            EndedAt = rejected.EndedAt,
        };
        if (isListed)
        {
            await ledger.ListAsync(rejected, cancellationToken);
            await ledger.UpdateAsync(key, patch, cancellationToken);
        }
        else
        {
            await ledger.UpdateUnlistedAsync(key, patch, cancellationToken);
        }

        LogRejected(logger, blob, key.Id, problem.Code, problem.Detail);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Blob} rejected as {Id}: {Code}: {Detail}", EventName = "PackageRejected")]
    private static partial void LogRejected(ILogger logger, string blob, string id, string code, string detail);
}
