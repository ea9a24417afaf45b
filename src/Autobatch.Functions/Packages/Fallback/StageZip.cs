using Autobatch.Errors;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages.Fallback;

/// <summary>Copies a tested zip to the staged blob of its hash, unless it is there.</summary>
internal sealed class StageZip(StorageAccounts storage, StagedBlobs blobs, StorageUrlsFactory urls)
{
    [Function(nameof(StageZip))]
    public Task Run([ActivityTrigger] CheckedPackage package, FunctionContext context) =>
        Wire.GuardAsync(() => StageAsync(package, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task StageAsync(CheckedPackage package, CancellationToken cancellationToken)
    {
        PackageInput input = package.Input;
        HomeStorage home = storage.Find(input.StageIn);
        if (await blobs.UseAsync(home, package.Sha256, cancellationToken) is not null)
        {
            return;
        }

        await blobs.Container(home).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        StorageUrls sources = await urls.CreateAsync(storage.Find(input.Storage), ServerCopy.SourceLife, cancellationToken);
        try
        {
            await ServerCopy.RunAsync(
                sources.BlobForReading(input.Container, input.Name),
                blobs.Container(home).GetBlobClient(package.Sha256),
                new BlobCopyFromUriOptions { SourceConditions = new BlobRequestConditions { IfMatch = new ETag(input.ETag) } },
                $"Another run stages {input.Blob()} at this moment.",
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.Status == 412)
        {
            throw input.Changed();
        }
    }
}
