using System.Runtime.CompilerServices;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>A run's outputs in storage: what lies under the run's own folder in the containers that its manifest writes to.</summary>
internal sealed class OutputBlobs(StorageAccounts storage, RunPlans plans, ContainerOptions containers)
{
    /// <summary>Names of the containers that may hold outputs of the run, always in the same order.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await plans.GetAsync(RunInput.Of(entry), cancellationToken)).WriteContainers.Append(containers.Outputs).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (FaultException)
        {
            // The manifest is gone or does not fit the settings any more; what lies in the usual place is still told.
            return [containers.Outputs];
        }
    }

    /// <summary>One page of a container, after <paramref name="marker"/>.</summary>
    public async Task<(IReadOnlyList<BlobItem> Blobs, string? Marker)> PageAsync(
        LedgerEntry run, string container, int top, string? marker, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (Page<BlobItem> page in List(run, container, cancellationToken).AsPages(marker, top).WithCancellation(cancellationToken))
            {
                return (page.Values, string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
            }
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // Nothing has been written to it yet.
        }

        return ([], null);
    }

    /// <summary>Every output, by container and name, a page at a time.</summary>
    public async IAsyncEnumerable<(string Container, BlobItem Blob)> AllAsync(
        LedgerEntry run, IReadOnlyList<string> from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int page = 1000;
        foreach (string container in from)
        {
            string? marker = null;
            do
            {
                (IReadOnlyList<BlobItem> blobs, marker) = await PageAsync(run, container, page, marker, cancellationToken);
                foreach (BlobItem blob in blobs)
                {
                    yield return (container, blob);
                }
            }
            while (marker is not null);
        }
    }

    public BlobClient Blob(LedgerEntry run, string container, string name) => storage.Find(run.Storage).Container(container).GetBlobClient(name);

    private AsyncPageable<BlobItem> List(LedgerEntry run, string container, CancellationToken cancellationToken) =>
        storage.Find(run.Storage).Container(container).GetBlobsAsync(new GetBlobsOptions { Prefix = Folder(run.OutputsOf ?? run.Id) }, cancellationToken);

    /// <summary>Where a run's outputs lie in each container.</summary>
    public static string Folder(string runId) => $"{runId}/";
}
