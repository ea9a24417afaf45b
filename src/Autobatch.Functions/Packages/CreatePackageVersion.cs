using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Azure;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Creates the application when there is none, and the version, still without content.</summary>
internal sealed class CreatePackageVersion(BatchAccounts accounts)
{
    [Function(nameof(CreatePackageVersion))]
    public Task Run([ActivityTrigger] PackageWork work, FunctionContext context) =>
        Wire.GuardAsync(() => CreateAsync(work.Input, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task CreateAsync(PackageInput input, CancellationToken cancellationToken)
    {
        BatchAccount account = accounts.Find(input.Account);

        // A PUT on an application that exists would overwrite its settings. Without updates allowed, pruning could delete nothing.
        if (await PackageVersions.FindApplicationAsync(account, input.ApplicationId, cancellationToken) is null)
        {
            await account.Resource.GetBatchApplications().CreateOrUpdateAsync(
                WaitUntil.Completed, input.ApplicationId, new BatchApplicationData { AllowUpdates = true }, cancellationToken);
        }

        // A PUT on a version that is active would make it pending, so that nobody could use it until the new content is there.
        if ((await PackageVersions.FindAsync(account, input.Package(), cancellationToken))?.State != BatchApplicationPackageState.Active)
        {
            await account.Application(input.ApplicationId).GetBatchApplicationPackages().CreateOrUpdateAsync(
                WaitUntil.Completed, input.Version, new BatchApplicationPackageData(), cancellationToken);
        }
    }
}
