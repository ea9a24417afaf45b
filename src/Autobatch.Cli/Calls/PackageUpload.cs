using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Packages;
using Autobatch.Runs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Cli.Calls;

/// <summary>Uploads a package's zip straight to storage, and waits for what the app makes of it.</summary>
internal sealed class PackageUpload(string connectionString, string container, AppClient app, Action<string> note)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The registration as the app tells it, once it has ended.</summary>
    public JsonElement Registration { get; private set; }

    /// <returns>Whether the version is registered.</returns>
    public async Task<bool> PushAsync(string zip, string application, string version, CancellationToken cancellationToken)
    {
        string name = $"{application}/{version}.zip";
        if (PackageName.Parse(name).Error is { } error)
        {
            throw new CliException(ExitCodes.BadInput, error);
        }

        BlobServiceClient storage = Storage();
        string id = Ids.ForBlob(storage.AccountName, container, name, await UploadAsync(storage, name, zip, cancellationToken).ConfigureAwait(false));
        note($"{name} is uploaded; waiting for its registration {id}");
        while (true)
        {
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found && RunStatus.IsFinal(found.GetProperty("status").GetString()!))
            {
                Registration = found;
                return found.GetProperty("status").GetString() == RunStatus.Completed;
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private BlobServiceClient Storage()
    {
        try
        {
            return new BlobServiceClient(connectionString);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The message could hold a part of the key.
            throw new CliException(ExitCodes.BadInput, "--storage is no connection string; take the one that `start` prints, or the storage account's own.", e);
        }
    }

    private async Task<string> UploadAsync(BlobServiceClient storage, string name, string zip, CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobContentInfo> uploaded = await storage.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(zip, overwrite: true, cancellationToken).ConfigureAwait(false);
            return uploaded.Value.ETag.ToString();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw new CliException(ExitCodes.Unreachable, $"{name} could not be uploaded to container {container} of {storage.AccountName} ({(e as RequestFailedException)?.ErrorCode ?? "no answer"}). Check --storage and --container.", e);
        }
    }

    // The app may not have noticed the blob yet.
    private async Task<JsonElement?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await app.GetAsync($"api/runs/{id}", cancellationToken).ConfigureAwait(false);
        }
        catch (CliException e) when (e.Message.StartsWith("RunNotFound", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
