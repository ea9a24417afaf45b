using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>
/// Deletes versions that nobody uses. Each is marked in the ledger before uses are read once more: a run writes down its versions before it
/// looks for the mark, so one of the two sees the other (docs/decisions/0007-packages.md).
/// </summary>
internal sealed partial class PackagePruner(PackageCatalog catalog, PackageRegistry registry, PackageOptions options, TimeProvider time, ILogger<PackagePruner> logger)
{
    private static readonly TimeSpan s_mark = TimeSpan.FromMinutes(5);

    // A delete that was begun must be over before the mark is.
    private static readonly TimeSpan s_lastDelete = TimeSpan.FromMinutes(4);

    /// <summary>Prunes one account; without anything deleted in a dry run.</summary>
    public async Task<PruneReport> PruneAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        DateTimeOffset start = time.GetUtcNow();
        IReadOnlyList<CatalogApplication> applications = await catalog.ListAsync(account, cancellationToken);
        List<PackageName> candidates = Candidates(applications);
        List<PackageName> deleted = [];
        if (!options.Prune.DryRun && candidates.Count > 0)
        {
            List<PackageName> marked = await MarkAsync(account, candidates, start + s_mark, cancellationToken);
            applications = await catalog.ListAsync(account, cancellationToken);
            HashSet<PackageName> unused = [.. Candidates(applications)];
            foreach (PackageName package in marked)
            {
                if (unused.Contains(package) && time.GetUtcNow() - start < s_lastDelete && await DeleteAsync(account, package, cancellationToken))
                {
                    deleted.Add(package);
                    LogPruned(logger, package.ApplicationId, package.Version, account.Name);
                }
                else
                {
                    await registry.UnmarkAsync(account.Name, package, cancellationToken);
                }
            }
        }

        LogReport(logger, account.Name, candidates.Count, deleted.Count, options.Prune.DryRun);
        return new PruneReport(account.Name, start, options.Prune.DryRun, [.. deleted.Select(Text)], [.. candidates.Except(deleted).Select(Text)], applications);
    }

    private static List<PackageName> Candidates(IReadOnlyList<CatalogApplication> applications) =>
        [.. applications.SelectMany(a => a.Versions.Where(v => v.WouldPrune).Select(v => new PackageName(a.ApplicationId, v.Version)))];

    private static string Text(PackageName package) => $"{package.ApplicationId}/{package.Version}";

    private async Task<List<PackageName>> MarkAsync(BatchAccount account, List<PackageName> packages, DateTimeOffset until, CancellationToken cancellationToken)
    {
        List<PackageName> marked = [];
        foreach (PackageName package in packages)
        {
            if (await registry.MarkAsync(account.Name, package, until, cancellationToken))
            {
                marked.Add(package);
            }
        }

        return marked;
    }

    private async Task<bool> DeleteAsync(BatchAccount account, PackageName package, CancellationToken cancellationToken)
    {
        try
        {
            await account.Package(package.ApplicationId, package.Version).DeleteAsync(WaitUntil.Completed, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // Somebody else deleted it.
        }
        catch (RequestFailedException e) when (!e.IsTransient())
        {
            LogRefused(logger, package.ApplicationId, package.Version, account.Name, e.Status, e.ErrorCode);
            return false;
        }

        await registry.ReleaseAsync(account.Name, package, cancellationToken);
        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Package {Application} {Version} was pruned from {Account}", EventName = "PackagePruned")]
    private static partial void LogPruned(ILogger logger, string application, string version, string account);

    [LoggerMessage(2, LogLevel.Warning, "Package {Application} {Version} could not be deleted from {Account}: {Status} {Code}", EventName = "PackageNotPruned")]
    private static partial void LogRefused(ILogger logger, string application, string version, string account, int status, string? code);

    [LoggerMessage(3, LogLevel.Information, "{Account} has {Candidates} versions to prune; {Deleted} were deleted (dry run: {DryRun})", EventName = "PackagesPruned")]
    private static partial void LogReport(ILogger logger, string account, int candidates, int deleted, bool dryRun);
}
