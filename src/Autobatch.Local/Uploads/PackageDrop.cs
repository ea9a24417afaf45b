using System.Text.Json;
using Autobatch.Azurite;
using Autobatch.Batch;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;
using Autobatch.Local.Samples;
using Autobatch.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Local.Uploads;

/// <summary>Drops an application package and waits until the app has registered it, so that the manifest finds it Active.</summary>
internal sealed class PackageDrop(BlobServiceClient storage, BatchDataClient batch, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="LocalException">The app refused the package, or has not registered it in time.</exception>
    public async Task RegisterAsync(BuiltPackage built, CancellationToken cancellationToken)
    {
        BlobContainerClient packages = storage.GetBlobContainerClient(WellKnownNames.Packages);
        string name = built.Package.BlobName;
        StorageUpload upload = await StorageUpload.OpenAsync(packages, name, cancellationToken).ConfigureAwait(false);
        string? etag = upload.ETagOf(name, built.Zip);
        if (etag is null)
        {
            if (await IsActiveAsync(built.Package, cancellationToken).ConfigureAwait(false))
            {
                throw LocalException.Failed(
                    $"{built.Package.ApplicationId} {built.Package.Version} is registered with other content. Give the changed package a new version, or name another --data.");
            }

            etag = await upload.PutAsync(name, built.Zip, cancellationToken).ConfigureAwait(false);
        }

        await WaitAsync(built.Package, Ids.ForBlob(AzuriteEndpoints.AccountName, WellKnownNames.Packages, name, etag), cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(PackageFolder package, string id, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (!await IsActiveAsync(package, cancellationToken).ConfigureAwait(false))
        {
            if (await ReadRefusalAsync(id, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                throw LocalException.Failed($"The package {package.BlobName} was refused: {refusal}");
            }

            if (time.GetElapsedTime(start) > s_limit)
            {
                throw LocalException.Failed($"The package {package.BlobName} was not registered within {s_limit.TotalMinutes:0} minutes.");
            }

            await Task.Delay(s_interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // The data plane shows the versions that nodes can use, and no others.
    private async Task<bool> IsActiveAsync(PackageFolder package, CancellationToken cancellationToken)
    {
        try
        {
            ApplicationState application = await batch.GetApplicationAsync(package.ApplicationId, cancellationToken).ConfigureAwait(false);
            return application.Versions.Contains(package.Version, StringComparer.OrdinalIgnoreCase);
        }
        catch (BatchException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    private async Task<string?> ReadRefusalAsync(string id, CancellationToken cancellationToken)
    {
        BlobClient error = storage.GetBlobContainerClient(WellKnownNames.Results).GetBlobClient($"{id}/error.json");
        try
        {
            BlobDownloadResult content = await error.DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(content.Content);
            return $"{document.RootElement.GetProperty("code").GetString()}: {document.RootElement.GetProperty("detail").GetString()}";
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
