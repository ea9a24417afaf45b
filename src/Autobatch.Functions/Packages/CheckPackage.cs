using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages.Unzip;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>
/// Tests the zip before anything is created; answers with its SHA-256. Its directory comes by a range read of the zip's end, then the zip is
/// downloaded once, unpacked in memory piece by piece and thrown away.
/// </summary>
internal sealed class CheckPackage(StorageAccounts storage, PackageOptions options)
{
    private const int Buffer = 1024 * 1024;

    [Function(nameof(CheckPackage))]
    public Task<string> Run([ActivityTrigger] PackageInput input, FunctionContext context) =>
        Wire.GuardAsync(() => CheckAsync(input, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task<string> CheckAsync(PackageInput input, CancellationToken cancellationToken)
    {
        PackageFaults.RequireSize(input.Bytes, options);
        BlobClient blob = storage.Find(input.Storage).Container(input.Container).GetBlobClient(input.Name);
        BlobRequestConditions sameVersion = new() { IfMatch = new ETag(input.ETag) };
        try
        {
            IReadOnlyList<ZipEntry> entries;
            await using (Stream zip = await blob.OpenReadAsync(
                new BlobOpenReadOptions(allowModifications: false) { BufferSize = Buffer, Conditions = sameVersion }, cancellationToken))
            {
                entries = await ZipDirectory.ReadAsync(zip, options, cancellationToken);
                ZipRules.Check(entries, zip.Length, options);
            }

            using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(new BlobDownloadOptions { Conditions = sameVersion }, cancellationToken);
            string hash = await ZipContent.TestAsync(download.Content, entries, cancellationToken);
            return input.Expected is not { } expected || expected == hash
                ? hash
                : throw new FaultException(ErrorCodes.PackageHashMismatch, $"{input.Blob()} has the SHA-256 {hash}; the manifest asks for {expected}.");
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.Status == 412)
        {
            throw input.Changed();
        }
    }
}
