using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages;
using Autobatch.Packages;

namespace Autobatch.Functions.Runs;

/// <summary>Finds the exact versions of packages that a manifest leaves to the application's default.</summary>
internal static class PackageVersionNames
{
    public static async Task<IReadOnlyList<PackageReference>> ResolveAsync(
        BatchAccount account, IReadOnlyList<PackageReference> packages, CancellationToken cancellationToken)
    {
        List<PackageReference> exact = [];
        foreach (PackageReference package in packages)
        {
            exact.Add(package.Version is not null
                ? package
                : package with { Version = (await PackageVersions.FindApplicationAsync(account, package.ApplicationId, cancellationToken))?.DefaultVersion });
        }

        return exact;
    }
}
