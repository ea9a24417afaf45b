using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Manifests;
using Autobatch.Runs;
using Autobatch.Workloads;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// Good versions of workloads' documents, kept in the app's own storage: files that wait go by theirs even when the blob has changed or is gone. A copy that
/// is lost is made again while the blob still has that version.
/// </summary>
internal sealed class WorkloadDocuments(AppStorage storage, AutoStorage dropped, ContainerOptions containers)
{
    private const int MostKept = 128;
    private readonly ConcurrentDictionary<string, Workload> _kept = new();

    public Task SaveAsync(string workload, string version, Workload document, CancellationToken cancellationToken) =>
        Blob(workload, version).UploadAsync(new BinaryData(document.Utf8), overwrite: true, cancellationToken);

    /// <summary>A version's document.</summary>
    /// <exception cref="FaultException">It is lost, or this app does not take it any more.</exception>
    public async Task<Workload> ReadAsync(string workload, string version, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(version, out Workload? kept))
        {
            return kept;
        }

        WorkloadReadResult read = await FindAsync(workload, version, cancellationToken) ?? await BringBackAsync(workload, version, cancellationToken)
            ?? throw new FaultException(ErrorCodes.WorkloadVersionLost, $"'{AppStorage.RunsContainer}/{Name(workload, version)}' is gone: the version {version} of workload '{workload}'.");
        if (!read.IsValid)
        {
            Problem problem = Problem.Of(read.Errors);
            throw new FaultException(problem.Code, problem.Detail);
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(version, read.Workload);
    }

    /// <summary>Removes the copies of a workload that were made before a time.</summary>
    public async Task ForgetAsync(string workload, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (BlobItem blob in storage.Runs.GetBlobsAsync(new GetBlobsOptions { Prefix = Folder(workload) }, cancellationToken))
        {
            if (blob.Properties.LastModified < before)
            {
                await storage.Runs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
    }

    private static string Folder(string workload) => $"workloads/{workload}/";

    private static string Name(string workload, string version) => $"{Folder(workload)}{version}.json";

    private async Task<WorkloadReadResult?> FindAsync(string workload, string version, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult download = await Blob(workload, version).DownloadContentAsync(cancellationToken);
            return WorkloadReader.Read(download.Content.ToMemory());
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    private async Task<WorkloadReadResult?> BringBackAsync(string workload, string version, CancellationToken cancellationToken)
    {
        BlobContainerClient container = dropped.Container(containers.Workloads);
        try
        {
            await foreach (BlobItem blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = WorkloadNames.DocumentPrefix(workload) }, cancellationToken))
            {
                if (!WorkloadNames.IsDocument(blob.Name, out _, out ManifestFormat format) || Ids.ForBlob(dropped.Account, containers.Workloads, blob.Name, BlobETag.Of(blob.Properties.ETag)) != version)
                {
                    continue;
                }

                BlobDownloadOptions same = new() { Conditions = new BlobRequestConditions { IfMatch = blob.Properties.ETag } };
                BlobDownloadResult download = await container.GetBlobClient(blob.Name).DownloadContentAsync(same, cancellationToken);
                WorkloadReadResult read = WorkloadReader.Read(download.Content.ToMemory(), format);
                if (read.IsValid)
                {
                    await SaveAsync(workload, version, read.Workload, cancellationToken);
                }

                return read;
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.IsConflict())
        {
            // Deleted or overwritten just now.
        }

        return null;
    }

    private BlobClient Blob(string workload, string version) => storage.Runs.GetBlobClient(Name(workload, version));
}
