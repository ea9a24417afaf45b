using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Packages;

/// <summary>Activates the version, sees that it is active, and makes it the application's default when there is none.</summary>
internal sealed partial class ActivatePackage(BatchAccounts accounts, PackageRegistry registry, ILogger<ActivatePackage> logger)
{
    private const string Format = "zip";

    [Function(nameof(ActivatePackage))]
    public Task Run([ActivityTrigger] PackageInput input, FunctionContext context) =>
        Wire.GuardAsync(() => ActivateAsync(input, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task ActivateAsync(PackageInput input, CancellationToken cancellationToken)
    {
        BatchAccount account = accounts.Find(input.Account);
        BatchApplicationPackageResource package = account.Package(input.ApplicationId, input.Version);
        await package.ActivateAsync(new BatchApplicationPackageActivateContent(Format), cancellationToken);
        BatchApplicationPackageData? active = await PackageVersions.FindAsync(account, input.Package(), cancellationToken);
        if (active?.State != BatchApplicationPackageState.Active)
        {
            throw new FaultException(ErrorCodes.PackageRegistrationFailed, $"Batch left the version {active?.State?.ToString() ?? "missing"} after it was activated.");
        }

        await registry.ActivatedAsync(input.Account, input.Package(), cancellationToken);
        BatchApplicationResource application = await account.Application(input.ApplicationId).GetAsync(cancellationToken);
        if (string.IsNullOrEmpty(application.Data.DefaultVersion))
        {
            await application.UpdateAsync(new BatchApplicationData { DefaultVersion = input.Version }, cancellationToken);
        }

        LogActive(logger, input.ApplicationId, input.Version, input.Account);
    }

    [LoggerMessage(1, LogLevel.Information, "Package {Application} {Version} is active on {Account}", EventName = "PackageActive")]
    private static partial void LogActive(ILogger logger, string application, string version, string account);
}
