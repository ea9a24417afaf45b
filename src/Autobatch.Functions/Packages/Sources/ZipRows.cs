using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Packages;
using Autobatch.Runs;

namespace Autobatch.Functions.Packages.Sources;

/// <summary>
/// Ledger rows of zips that runs bring somewhere. One blob version is brought to a place once, whichever runs need it there; a run that finds it brought and gone, or refused
/// before the run began, has it brought anew under an id of its own.
/// </summary>
internal sealed class ZipRows(RunLedger ledger, TimeProvider time)
{
    private const int MostTries = 20;

    /// <summary>The row that counts for a run.</summary>
    /// <param name="shared">The id that all runs have in common.</param>
    /// <param name="place">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="isThere">Whether a zip with this hash is there; asked after the row was read, so a row that is done is not ahead of it.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ZipRow> FindAsync(string shared, string place, LedgerKey run, Func<string, Task<bool>> isThere, CancellationToken cancellationToken)
    {
        string id = shared;
        for (int number = 0; ; number++)
        {
            LedgerEntry? entry = await ledger.FindAsync(id, cancellationToken);
            if (entry is { State: LedgerState.Done, Sha256: { } hash } && await isThere(hash))
            {
                return new ZipRow(id, entry, hash);
            }

            if (entry is null || number == MostTries || !IsOver(entry, run))
            {
                return new ZipRow(id, entry, null);
            }

            id = Ids.ForPackageIn($"{shared}-{run.Id}", place, number);
        }
    }

    /// <summary>What to begin, unless somebody has; null when it is under way.</summary>
    /// <exception cref="FaultException">It was refused, or is gone again and again.</exception>
    public DroppedPackage? Begin(ZipRow row, BatchAccount account, PackageName package, PinnedSource source, string? stageIn = null) => row.Entry switch
    {
        { State: LedgerState.Rejected } refused => throw new FaultException(
            refused.ErrorCode ?? ErrorCodes.PackageRegistrationFailed, $"{package.ApplicationId} {package.Version} of {source.Blob()}: {refused.ErrorDetail}"),
        { State: LedgerState.Done } => throw new FaultException(
            ErrorCodes.PackageNotActive, $"{package.ApplicationId} {package.Version} was brought {MostTries} times from {source.Blob()} and is gone again, or has other content."),
        { State: LedgerState.Claimed } claimed => new DroppedPackage(claimed, source.Bytes),
        null => new DroppedPackage(
            source.Claim(row.Id, package.ApplicationId, package.Version, account.Name, time.GetUtcNow()) with { Expected = source.Expected, StageIn = stageIn }, source.Bytes),
        _ => null,
    };

    // What is done and not there any more was removed or replaced since. What was refused for its content is refused whoever asks.
    private static bool IsOver(LedgerEntry entry, LedgerKey run) =>
        entry.State == LedgerState.Done || (entry.State == LedgerState.Rejected && entry.EndedAt < run.CreatedAt && !PackageFaults.AreOfContent(entry.ErrorCode));
}
