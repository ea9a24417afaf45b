namespace Autobatch.Functions.Ledger;

/// <summary>
/// Tells of reruns that were taken in and still read what the run before left: its result, its lists of files. A purge marks its run and then asks here; a rerun
/// is linked only while that mark is not there. So either the purge sees the rerun, or the rerun sees the purge.
/// </summary>
internal sealed class PendingReruns(RerunLinks links, RunLedger ledger, TimeProvider time)
{
    // A link is written before its claim, in one request; one that stays alone was left by a kill.
    private static readonly TimeSpan s_longestRequest = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is one.</summary>
    public async Task<bool> AnyAsync(string runId, CancellationToken cancellationToken)
    {
        await foreach ((string id, DateTimeOffset linkedAt) in links.ListAsync(runId, cancellationToken))
        {
            LedgerEntry? rerun = await ledger.FindAsync(id, cancellationToken);
            if (rerun is null ? time.GetUtcNow() - linkedAt < s_longestRequest
                : rerun.RerunOnly is not null && rerun.JobId is null && !LedgerState.IsSettled(rerun.State))
            {
                return true;
            }
        }

        return false;
    }
}
