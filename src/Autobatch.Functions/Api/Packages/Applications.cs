using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Azure;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Api.Packages;

/// <summary>Reads an account's applications and their versions from ARM. A version's storage URL, which is a credential, stays behind.</summary>
internal static class Applications
{
    public static async Task<IReadOnlyList<ApplicationView>> ListAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        List<ApplicationView> applications = [];
        await foreach (BatchApplicationResource application in account.Resource.GetBatchApplications().GetAllAsync(cancellationToken: cancellationToken))
        {
            applications.Add(Of(account, application.Data));
        }

        return applications;
    }

    /// <summary>One application with its versions; empty when the account has none of that id.</summary>
    public static async Task<IReadOnlyList<ApplicationView>> FindAsync(BatchAccount account, string applicationId, CancellationToken cancellationToken)
    {
        BatchApplicationResource application;
        try
        {
            application = await account.Application(applicationId).GetAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return [];
        }

        List<PackageVersionView> versions = [];
        await foreach (BatchApplicationPackageResource version in application.GetBatchApplicationPackages().GetAllAsync(cancellationToken: cancellationToken))
        {
            versions.Add(new PackageVersionView(version.Data.Name, $"{version.Data.State}", version.Data.Format, version.Data.LastActivatedOn));
        }

        return [Of(account, application.Data) with { Versions = versions }];
    }

    private static ApplicationView Of(BatchAccount account, BatchApplicationData data) => new()
    {
        Account = account.Name,
        ApplicationId = data.Name,
        DisplayName = string.IsNullOrEmpty(data.DisplayName) ? null : data.DisplayName,
        DefaultVersion = string.IsNullOrEmpty(data.DefaultVersion) ? null : data.DefaultVersion,
        AllowUpdates = data.AllowUpdates,
    };
}
