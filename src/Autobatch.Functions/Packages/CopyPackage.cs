using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Azure;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Copies the zip to where Batch keeps the version, on the server's side. Both URLs may carry credentials and stay in here.</summary>
internal sealed class CopyPackage(BatchAccounts accounts, StorageAccounts storage, StorageUrlsFactory urls, PackageContent content)
{
    [Function(nameof(CopyPackage))]
    public Task Run([ActivityTrigger] PackageWork work, FunctionContext context) =>
        Wire.GuardAsync(() => CopyAsync(work, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task CopyAsync(PackageWork work, CancellationToken cancellationToken)
    {
        PackageInput input = work.Input;
        BatchApplicationPackageData version = await PackageVersions.FindAsync(accounts.Find(input.Account), input.Package(), cancellationToken)
            ?? throw new FaultException(ErrorCodes.PackageRegistrationFailed, "The version was deleted from outside while it was registered.");
        if (version.State == BatchApplicationPackageState.Active && !work.Replaces)
        {
            return;
        }

        BlockBlobClient target = content.Blob(version);
        StorageUrls sources = await urls.CreateAsync(storage.Find(input.Storage), ServerCopy.SourceLife, cancellationToken);
        try
        {
            await ServerCopy.RunAsync(
                sources.BlobForReading(input.Container, input.Name),
                target,
                new BlobCopyFromUriOptions { SourceConditions = new BlobRequestConditions { IfMatch = new ETag(input.ETag) } },
                $"Something else was copied in the place of {input.ApplicationId} {input.Version}.",
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.Status == 412)
        {
            throw input.Changed();
        }

        BlobProperties copied = await target.GetPropertiesAsync(cancellationToken: cancellationToken);
        if (copied.ContentLength != input.Bytes)
        {
            throw new FaultException(
                ErrorCodes.PackageRegistrationFailed, $"The copy of {input.Blob()} has {copied.ContentLength} bytes instead of {input.Bytes} ({copied.CopyStatusDescription}).");
        }
    }
}
