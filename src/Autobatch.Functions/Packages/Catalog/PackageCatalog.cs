using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Packages;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Lists the applications of an account with their versions, who uses them, and what pruning would do.</summary>
internal sealed class PackageCatalog(PackageUses uses, PackageRegistry registry, PackageOptions options, TimeProvider time)
{
    /// <summary>All applications, by name.</summary>
    public async Task<IReadOnlyList<CatalogApplication>> ListAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        KnownUses used = await uses.FindAsync(account, cancellationToken);
        List<CatalogApplication> applications = [];
        await foreach (BatchApplicationResource application in account.Resource.GetBatchApplications().GetAllAsync(cancellationToken: cancellationToken))
        {
            applications.Add(await ViewAsync(account, application.Data, used, cancellationToken));
        }

        return [.. applications.OrderBy(a => a.ApplicationId, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One application; null when the account has none of that name.</summary>
    public async Task<CatalogApplication?> FindAsync(BatchAccount account, string applicationId, CancellationToken cancellationToken) =>
        PackageName.ApplicationIdError(applicationId) is null
        && await PackageVersions.FindApplicationAsync(account, applicationId, cancellationToken) is { } application
            ? await ViewAsync(account, application, await uses.FindAsync(account, cancellationToken), cancellationToken)
            : null;

    private async Task<CatalogApplication> ViewAsync(
        BatchAccount account, BatchApplicationData application, KnownUses used, CancellationToken cancellationToken)
    {
        DefaultVersionWish? wish = await registry.FindWishAsync(account.Name, application.Name, cancellationToken);
        List<CatalogVersion> versions = [];
        await foreach (BatchApplicationPackageResource version in account.Application(application.Name).GetBatchApplicationPackages().GetAllAsync(cancellationToken: cancellationToken))
        {
            PackageName package = new(application.Name, version.Data.Name);
            PackageReservation? registered = await registry.FindAsync(account.Name, package, cancellationToken);
            bool active = version.Data.State == BatchApplicationPackageState.Active;
            versions.Add(new CatalogVersion(
                package.Version,
                active ? "Active" : "Pending",
                version.Data.Format,
                version.Data.LastActivatedOn,
                registered is { IsActive: true, Sha256.Length: > 0 } ? registered.Sha256 : null,
                registered?.ReplacedAt,
                [.. UsesOf(package, application.DefaultVersion, wish, used.Uses).Distinct(StringComparer.Ordinal)],
                null));
        }

        bool allowUpdates = application.AllowUpdates != false;
        return new CatalogApplication(
            application.Name,
            account.Name,
            string.IsNullOrEmpty(application.DisplayName) ? null : application.DisplayName,
            string.IsNullOrEmpty(application.DefaultVersion) ? null : application.DefaultVersion,
            allowUpdates,
            PruneRules.Judge(versions, used.Unread, allowUpdates, options.Prune, time.GetUtcNow()));
    }

    private static IEnumerable<string> UsesOf(PackageName package, string? defaultVersion, DefaultVersionWish? wish, IReadOnlyList<PackageUse> used)
    {
        PackageReference exact = new(package.ApplicationId, package.Version);
        if (exact.Equals(new PackageReference(package.ApplicationId, defaultVersion)))
        {
            yield return "default";
        }

        if (wish is not null && exact.Equals(new PackageReference(package.ApplicationId, wish.Version)))
        {
            yield return "default.txt";
        }

        foreach (PackageUse use in used.Where(u => u.Package.Equals(exact)))
        {
            yield return use.By;
        }
    }
}
