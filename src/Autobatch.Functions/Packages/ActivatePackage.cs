using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Packages;

/// <summary>Activates the version, sees that it is active, and makes it the application's default when it is to be.</summary>
internal sealed partial class ActivatePackage(
    BatchAccounts accounts, PackageRegistry registry, DefaultVersionWishes wishes, TimeProvider time, ILogger<ActivatePackage> logger)
{
    private const string Format = "zip";

    [Function(nameof(ActivatePackage))]
    public Task Run([ActivityTrigger] PackageWork work, FunctionContext context) =>
        Wire.GuardAsync(() => ActivateAsync(work, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task ActivateAsync(PackageWork work, CancellationToken cancellationToken)
    {
        PackageInput input = work.Input;
        BatchAccount account = accounts.Find(input.Account);
        BatchApplicationPackageResource package = account.Package(input.ApplicationId, input.Version);
        await package.ActivateAsync(new BatchApplicationPackageActivateContent(Format), cancellationToken);
        BatchApplicationPackageData? active = await PackageVersions.FindAsync(account, input.Package(), cancellationToken);
        if (active?.State != BatchApplicationPackageState.Active)
        {
            throw new FaultException(ErrorCodes.PackageRegistrationFailed, $"Batch left the version {active?.State?.ToString() ?? "missing"} after it was activated.");
        }

        await registry.ActivatedAsync(input.Account, input.Package(), work.Replaces ? time.GetUtcNow() : null, cancellationToken);
        await wishes.ActivatedAsync(account, input.ApplicationId, input.Version, cancellationToken);
        if (work.Replaces)
        {
            LogReplaced(logger, input.ApplicationId, input.Version, input.Account);
        }
        else
        {
            LogActive(logger, input.ApplicationId, input.Version, input.Account);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Package {Application} {Version} is active on {Account}", EventName = "PackageActive")]
    private static partial void LogActive(ILogger logger, string application, string version, string account);

    [LoggerMessage(
        2, LogLevel.Warning, "Package {Application} {Version} has other content on {Account}; nodes keep the old files until they are reimaged", EventName = "PackageReplaced")]
    private static partial void LogReplaced(ILogger logger, string application, string version, string account);
}
