using System.Security.Cryptography;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Reads the zip before anything is created; answers with its SHA-256.</summary>
internal sealed class CheckPackage(AutoStorage storage, PackageOptions options)
{
    private const int Buffer = 1024 * 1024;

    [Function(nameof(CheckPackage))]
    public Task<string> Run([ActivityTrigger] PackageInput input, FunctionContext context) =>
        Wire.GuardAsync(() => CheckAsync(input, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);

    private async Task<string> CheckAsync(PackageInput input, CancellationToken cancellationToken)
    {
        if (input.Bytes > options.MaxBytes)
        {
            throw new FaultException(ErrorCodes.PackageTooLarge, $"The zip has {input.Bytes} bytes; at most {options.MaxBytes} are taken.");
        }

        BlobClient blob = storage.Container(input.Container).GetBlobClient(input.Name);
        BlobRequestConditions sameVersion = new() { IfMatch = new ETag(input.ETag) };
        try
        {
            await using (Stream zip = await blob.OpenReadAsync(
                new BlobOpenReadOptions(allowModifications: false) { BufferSize = Buffer, Conditions = sameVersion }, cancellationToken))
            {
                if (await PackageZip.FaultAsync(zip, options, cancellationToken) is { } fault)
                {
                    throw new FaultException(ErrorCodes.BadPackage, fault);
                }
            }

            await using Stream content = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Conditions = sameVersion }, cancellationToken)).Value.Content;
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.Status == 412)
        {
            throw new FaultException(ErrorCodes.PackageRegistrationFailed, "The zip was deleted or overwritten before it was read; a new version of it is registered by itself.");
        }
    }
}
