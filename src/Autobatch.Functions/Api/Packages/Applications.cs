using Autobatch.Functions.Accounts;
using Autobatch.Functions.Packages.Catalog;
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

    /// <summary>One application with its versions.</summary>
    public static ApplicationView Of(CatalogApplication application) => new()
    {
        Account = application.Account,
        ApplicationId = application.ApplicationId,
        DisplayName = application.DisplayName,
        DefaultVersion = application.DefaultVersion,
        AllowUpdates = application.AllowUpdates,
        Versions = [.. application.Versions.Select(v => new PackageVersionView(v.Version, v.State, v.Format, v.ActivatedAt, v.Sha256, v.ReplacedAt, v.Uses, v.WouldPrune, v.KeptBecause))],
    };

    private static ApplicationView Of(BatchAccount account, BatchApplicationData data) => new()
    {
        Account = account.Name,
        ApplicationId = data.Name,
        DisplayName = string.IsNullOrEmpty(data.DisplayName) ? null : data.DisplayName,
        DefaultVersion = string.IsNullOrEmpty(data.DefaultVersion) ? null : data.DefaultVersion,
        AllowUpdates = data.AllowUpdates,
    };
}
