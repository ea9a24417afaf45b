using System.Collections.Concurrent;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Autobatch.Workloads;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Workloads;

/// <summary>Good versions of workloads' documents, kept in the app's own storage: files that wait go by theirs even when the blob has changed or is gone.</summary>
internal sealed class WorkloadDocuments(AppStorage storage)
{
    private const int MostKept = 128;
    private readonly ConcurrentDictionary<string, Workload> _kept = new();

    public Task SaveAsync(string workload, string version, Workload document, CancellationToken cancellationToken) =>
        Blob(workload, version).UploadAsync(new BinaryData(document.Utf8), overwrite: true, cancellationToken);

    /// <summary>A version's document.</summary>
    /// <exception cref="FaultException">It is gone, or this app does not take it any more.</exception>
    public async Task<Workload> ReadAsync(string workload, string version, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(version, out Workload? kept))
        {
            return kept;
        }

        WorkloadReadResult read;
        try
        {
            BlobDownloadResult download = await Blob(workload, version).DownloadContentAsync(cancellationToken);
            read = WorkloadReader.Read(download.Content.ToMemory());
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            throw new FaultException(ErrorCodes.ManifestVanished, $"The version {version} of workload '{workload}' is no longer in {AppStorage.RunsContainer}.");
        }

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

    private BlobClient Blob(string workload, string version) => storage.Runs.GetBlobClient($"workloads/{workload}/{version}.json");
}
