using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Packages.Fallback;
using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Staging;

/// <summary>Tells which staged files and containers of lists open runs use. A run marks its files when it stages them, so only runs that are open for long are asked by name.</summary>
internal sealed class StagedUse(OpenRuns open, RunPlans plans, RunFiles files, StorageAccounts storage)
{
    // Storage and the app have clocks of their own.
    private static readonly TimeSpan s_clocks = TimeSpan.FromHours(1);

    /// <summary>What may go of one storage account: what was marked before a time and has none of these names.</summary>
    /// <param name="home">The storage account.</param>
    /// <param name="old">What was marked before this is old enough.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(DateTimeOffset Before, IReadOnlySet<string> Used)> OfAsync(HomeStorage home, DateTimeOffset old, CancellationToken cancellationToken)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        DateTimeOffset before = old;
        await foreach (LedgerEntry run in open.CreatedBeforeAsync(old + StagedBlobs.MarkAfter + s_clocks, cancellationToken))
        {
            if (storage.TryFind(run.Storage) is not { } of || of.Name != home.Name)
            {
                continue;
            }

            try
            {
                used.UnionWith(await NamesAsync(run, cancellationToken));
            }
            catch (FaultException)
            {
                // Nobody can tell any more what it uses: whatever it may have marked stays.
                DateTimeOffset marked = run.CreatedAt - StagedBlobs.MarkAfter - s_clocks;
                before = marked < before ? marked : before;
            }
        }

        return (before, used);
    }

    private async Task<IEnumerable<string>> NamesAsync(LedgerEntry run, CancellationToken cancellationToken)
    {
        RunPlan plan = await plans.GetAsync(RunInput.Of(run), cancellationToken);
        StagingRecord? staged = await files.ReadStagingAsync(run.Id, cancellationToken);
        RunPackageFiles? packages = plan.FallsBack && run.Account is { } account ? await files.ReadPackageFilesAsync(run.Id, account, cancellationToken) : null;
        return
        [
            .. InlineContent.Of(plan).Keys,
            .. ExternalCopies.Of(plan).Select(CopyIndex.NameOf),
            .. staged?.Names().Values ?? [],
            .. staged?.Containers().Values ?? [],
            .. packages?.Files.Select(f => f.Sha256).Append(PackageRunner.ScriptName) ?? [],
        ];
    }
}
