using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Output;
using Autobatch.Cli.Targets;
using Autobatch.Local.Uploads;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Spectre.Console;

namespace Autobatch.Cli.Uploads;

/// <summary>Uploads straight to a container of the app's storage account, with a bar where somebody looks.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="container">The container's name.</param>
/// <param name="terminal">Where to draw; null for nowhere.</param>
internal sealed class StorageDoor(BlobServiceClient storage, string container, IAnsiConsole? terminal)
{
    private const string Resume = "The same command goes on where this one stopped.";

    public string Container => container;

    public string AccountName => storage.AccountName;

    /// <summary>Puts files there.</summary>
    /// <param name="files">Blobs' names and files, in the order of names.</param>
    /// <param name="cancellationToken">Stops; what is there stays.</param>
    /// <param name="always">Also what is there already: it gets a new ETag, and the app takes it in anew.</param>
    /// <exception cref="CliException">Storage does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<UploadedFile>> PutAsync(IReadOnlyList<(string Name, string Path)> files, CancellationToken cancellationToken, bool always = false)
    {
        string what = files.Count == 1 ? files[0].Name : $"{files.Count} files";
        try
        {
            long bytes = files.Sum(file => new FileInfo(file.Path).Length);
            IReadOnlyList<UploadedFile> done = await Bar.ShowAsync(terminal, what, bytes, async moved =>
            {
                BlobContainerClient door = storage.GetBlobContainerClient(container);
                StorageUpload upload = always ? StorageUpload.Anew(door) : await StorageUpload.OpenAsync(door, Common(files[0].Name, files[^1].Name), cancellationToken).ConfigureAwait(false);
                return await upload.PutFilesAsync(files, _ => { }, moved, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
            return [.. done.OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (AuthenticationFailedException e)
        {
            throw BearerHandler.NoToken("storage", e);
        }
        catch (RequestFailedException e) when (e.Status is >= 400 and < 500)
        {
            throw new CliException(ExitCodes.Unreachable, $"{what} could not be uploaded to container {container} of {AccountName} ({e.ErrorCode ?? $"{e.Status}"}). Check --storage and --container, and what you may do there.", e);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw new CliException(ExitCodes.Unreachable, $"{what} could not be uploaded to container {container} of {AccountName} ({(e as RequestFailedException)?.ErrorCode ?? "no answer"}). Check --storage. {Resume}", e);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.NotDone, $"Stopped. {Resume}", e);
        }
    }

    // Of names in their order, what the first and the last begin with they all do.
    private static string Common(string first, string last) => first[..first.AsSpan().CommonPrefixLength(last)];
}
