using Autobatch.Emulator.Nodes.Transfers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Emulator.Nodes.ResourceFiles;

/// <summary>Turns a task's resource files into single downloads; containers are listed here.</summary>
internal sealed class DownloadPlan(StorageContainers containers, HttpDownloads http, TaskLaunch launch, string workingDirectory, TimeProvider clock)
{
    /// <summary>The downloads in the order of declaration; of two with the same target the later one is kept.</summary>
    /// <exception cref="TaskFailureException">A rule is broken, or a container cannot be listed.</exception>
    public async Task<IReadOnlyCollection<Download>> MakeAsync(IReadOnlyList<ResourceFile> files, CancellationToken cancellationToken)
    {
        var downloads = new OrderedDictionary<string, Download>(StringComparer.Ordinal);
        foreach (ResourceFile file in files)
        {
            foreach (Download download in await ExpandAsync(file, cancellationToken).ConfigureAwait(false)) downloads[download.Target] = download;
        }

        return downloads.Values;
    }

    private async Task<IEnumerable<Download>> ExpandAsync(ResourceFile file, CancellationToken cancellationToken)
    {
        UnixFileMode mode = FileModes.Parse(file.FileMode) ?? throw Broken(file, $"'{file.FileMode}' is no octal file mode such as 0770.");
        return file switch
        {
            { HttpUrl: { } url, StorageContainerUrl: null, AutoStorageContainerName: null } => [FromUrl(file, url, mode)],
            { StorageContainerUrl: { } url, HttpUrl: null, AutoStorageContainerName: null } => await FromContainerAsync(ContainerOf(file, url), file, mode, cancellationToken).ConfigureAwait(false),
            { AutoStorageContainerName: { } name, HttpUrl: null, StorageContainerUrl: null } => await FromContainerAsync(LinkedContainer(name), file, mode, cancellationToken).ConfigureAwait(false),
            _ => throw Broken(file, "Exactly one of autoStorageContainerName, storageContainerUrl and httpUrl must be given."),
        };
    }

    private Download FromUrl(ResourceFile file, string text, UnixFileMode mode)
    {
        if (string.IsNullOrEmpty(file.FilePath)) throw Broken(file, "httpUrl needs a filePath.");
        if (file.BlobPrefix is not null) throw Broken(file, "blobPrefix goes with containers only, not with httpUrl.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https")) throw Broken(file, $"httpUrl '{SafeUrl.Of(text)}' is no http or https URL.");
        string target = TargetPath.Resolve(workingDirectory, file.FilePath);
        if (containers.Refusal(launch, StoragePurpose.ResourceFiles, url, file.IdentityReference) is { } refused) throw new TaskFailureException(refused.OfBlob(SafeUrl.Of(url), file.FilePath));
        BlobClient? known = file.IdentityReference is null ? null : containers.KnownBlob(launch.Place.Node.Account, url);
        Func<CancellationToken, Task<Stream>> open = known is null ? cancel => http.OpenAsync(url, cancel) : cancel => StorageContainers.OpenAsync(known, cancel);
        return new Download(file.FilePath, target, mode, SafeUrl.Of(url), open);
    }

    private async Task<IEnumerable<Download>> FromContainerAsync(BlobContainerClient container, ResourceFile file, UnixFileMode mode, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlobItem> blobs = await ContainerListing.ReadAsync(container, file.BlobPrefix, int.MaxValue, clock, cancellationToken).ConfigureAwait(false);
        return blobs.Select(blob =>
        {
            bool folder = ContainerListing.IsFolder(blob);
            string relative = TargetPath.ForBlob(file.FilePath, blob.Name.TrimEnd('/'));
            BlobClient client = container.GetBlobClient(blob.Name);
            return new Download(relative, TargetPath.Resolve(workingDirectory, relative), mode, SafeUrl.Of(client.Uri), folder ? null : cancel => StorageContainers.OpenAsync(client, cancel));
        });
    }

    private BlobContainerClient LinkedContainer(string name)
    {
        BlobContainerClient container = containers.AutoStorage(launch.Place.Node.Account, name)
            ?? throw new TaskFailureException(TaskFailures.ResourceContainerAccessDenied(name, "No autostorage account is linked to the Batch account."));
        return Usable(container, containers.Refusal(launch, name));
    }

    private BlobContainerClient ContainerOf(ResourceFile file, string url)
    {
        BlobContainerClient container = containers.FromUrl(launch.Place.Node.Account, url, file.IdentityReference is not null)
            ?? throw Broken(file, $"storageContainerUrl '{SafeUrl.Of(url)}' is no http or https URL of a container.");
        return Usable(container, containers.Refusal(launch, StoragePurpose.ResourceFiles, new Uri(url), file.IdentityReference));
    }

    private static BlobContainerClient Usable(BlobContainerClient container, StorageRefusal? refused) =>
        refused is null ? container : throw new TaskFailureException(refused.OfContainer(SafeUrl.Of(container.Uri)));

    private static TaskFailureException Broken(ResourceFile file, string reason) => new(TaskFailures.ResourceFileCreateFailed(file.FilePath ?? "", reason));
}
