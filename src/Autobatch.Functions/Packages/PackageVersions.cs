using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Packages;

/// <summary>Looks package versions up in ARM.</summary>
internal static class PackageVersions
{
    /// <summary>The version; null when it does not exist.</summary>
    public static async Task<BatchApplicationPackageData?> FindAsync(BatchAccount account, PackageName package, CancellationToken cancellationToken)
    {
        try
        {
            return (await account.Package(package.ApplicationId, package.Version).GetAsync(cancellationToken)).Value.Data;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>The application; null when it does not exist.</summary>
    public static async Task<BatchApplicationData?> FindApplicationAsync(BatchAccount account, string applicationId, CancellationToken cancellationToken)
    {
        try
        {
            return (await account.Application(applicationId).GetAsync(cancellationToken)).Value.Data;
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}
