using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Packages;

/// <summary>Reads a dropped <c>default.txt</c> and keeps its wish, or refuses it.</summary>
internal sealed class ReadDefaultVersion(BatchAccounts accounts, AutoStorage storage, DefaultVersionWishes wishes, RunLedger ledger, PackageRejection rejection)
{
    [Function(nameof(ReadDefaultVersion))]
    public async Task Run([ActivityTrigger] DefaultVersionInput input, FunctionContext context)
    {
        try
        {
            await Wire.GuardAsync(() => ReadAsync(input, context.CancellationToken), ErrorCodes.PackageRegistrationFailed);
        }
        catch (FaultException e)
        {
            await rejection.RejectAsync(input.Key(), $"{input.Container}/{input.Name}", e.ToProblem(), context.CancellationToken);
        }

        await ledger.CloseAsync(input.Id, context.CancellationToken);
    }

    // Whatever order two drops are handled in, the last one counts: the file is read again until it did not change meanwhile.
    private async Task ReadAsync(DefaultVersionInput input, CancellationToken cancellationToken)
    {
        BlobClient blob = storage.Container(input.Container).GetBlobClient(input.Name);
        string etag;
        do
        {
            (byte[] content, etag) = await DownloadAsync(blob, cancellationToken);
            (string? version, string? error) = DefaultVersionFile.ParseContent(content);
            if (version is null)
            {
                throw new FaultException(ErrorCodes.BadDefaultVersion, error!);
            }

            DefaultVersionWish wish = new(input.Id, input.CreatedAt, version, false);
            await wishes.WishAsync(accounts.Find(input.Account), input.ApplicationId, wish, cancellationToken);
        }
        while (await ETagAsync(blob, cancellationToken) is { } now && now != etag);
    }

    // One byte past the bound is enough to say that the file is too large.
    private static async Task<(byte[] Content, string ETag)> DownloadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken);
            byte[] content = new byte[(int)Math.Min(download.Details.ContentLength, DefaultVersionFile.MaxBytes + 1)];
            await download.Content.ReadExactlyAsync(content, cancellationToken);
            return (content, BlobETag.Of(download.Details.ETag));
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            throw new FaultException(ErrorCodes.PackageRegistrationFailed, "The file was deleted before it was read.");
        }
    }

    private static async Task<string?> ETagAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return BlobETag.Of((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }
}
