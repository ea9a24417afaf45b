using Autobatch.Azurite;
using Autobatch.Batch;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;
using Autobatch.Local.Runs;
using Autobatch.Local.Samples;
using Autobatch.Local.Uploads;
using Autobatch.Runs;
using Azure.Storage.Blobs;

namespace Autobatch.Local.Verbs;

/// <summary>One sample on a started host: everything up, the manifest last, then follow and fetch.</summary>
internal sealed class SampleRun(LocalHost host, Sample sample, RunSettings settings, IRunReporter reporter, TimeProvider time)
{
    private readonly BlobServiceClient _storage = host.Storage;

    /// <summary>The summary also of a run that was stopped on the way: then with the status that was seen last.</summary>
    public async Task<RunSummary> ExecuteAsync(Task<IReadOnlyList<BuiltPackage>> packages, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = host.FunctionsAddress };
        RunClient client = new(http);
        StorageUpload jobs = await OpenAsync(WellKnownNames.Jobs, sample.Manifest.BlobName, cancellationToken).ConfigureAwait(false);
        string? runId = await FindUnfinishedAsync(jobs, client, cancellationToken).ConfigureAwait(false);
        if (runId is null)
        {
            await UploadAsync(packages, cancellationToken).ConfigureAwait(false);
            string etag = await jobs.PutAsync(sample.Manifest.BlobName, sample.Manifest.Content, cancellationToken).ConfigureAwait(false);
            runId = RunId(etag);
        }

        long start = time.GetTimestamp();
        RunFollower follower = new(client, reporter, time);
        try
        {
            RunView run = await follower.FollowAsync(runId, cancellationToken).ConfigureAwait(false);
            double seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 1);
            string folder = settings.Out ?? Path.Combine("out", runId);
            await OutputsDownload.ToFolderAsync(
                _storage.GetBlobContainerClient(WellKnownNames.Outputs), runId, folder, reporter.Downloaded, cancellationToken).ConfigureAwait(false);
            await reporter.EndAsync().ConfigureAwait(false);
            await FailureReport.WriteAsync(client, runId, run, reporter, cancellationToken).ConfigureAwait(false);
            return Summary(runId, run, seconds, folder);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await reporter.EndAsync().ConfigureAwait(false);
            reporter.Line(settings.Data is null
                ? $"Stopped; the run {runId} went with its temporary folder."
                : $"Stopped; the same command goes on with the run {runId}.");
            return Summary(runId, follower.Last ?? new RunView { Status = RunStatus.Pending }, Math.Round(time.GetElapsedTime(start).TotalSeconds, 1), null);
        }
    }

    private static string RunId(string etag, string name) => Ids.ForBlob(AzuriteEndpoints.AccountName, WellKnownNames.Jobs, name, etag);

    private static RunSummary Summary(string runId, RunView run, double seconds, string? folder)
    {
        RunCounts counts = run.Counts ?? new RunCounts();
        string? result = RunStatus.IsFinal(run.Status) && run.Status != RunStatus.Rejected ? $"{WellKnownNames.Results}/{runId}/result.json" : null;
        return new RunSummary(runId, run.Status, new TaskTotals(counts.Total, counts.Succeeded, counts.Failed), seconds, result, folder);
    }

    /// <summary>After a kill: the same manifest lies there and its run has not ended, so it is that run that goes on, not another.</summary>
    private async Task<string?> FindUnfinishedAsync(StorageUpload jobs, RunClient client, CancellationToken cancellationToken)
    {
        if (jobs.ETagOf(sample.Manifest.BlobName, sample.Manifest.Content.Span) is not { } etag)
        {
            return null;
        }

        string runId = RunId(etag);
        RunView? run = await client.FindAsync(runId, cancellationToken).ConfigureAwait(false);
        if (run is not null && RunStatus.IsFinal(run.Status))
        {
            return null;
        }

        reporter.Note($"Going on with the run {runId}: its manifest was dropped before and it has not ended");
        return runId;
    }

    private string RunId(string etag) => RunId(etag, sample.Manifest.BlobName);

    private async Task UploadAsync(Task<IReadOnlyList<BuiltPackage>> packages, CancellationToken cancellationToken)
    {
        StorageUpload pools = await OpenAsync(WellKnownNames.Pools, string.Empty, cancellationToken).ConfigureAwait(false);
        foreach (PoolFile pool in sample.Pools.Where(pool => pools.ETagOf(pool.BlobName, pool.Content) is null))
        {
            await pools.PutAsync(pool.BlobName, pool.Content, cancellationToken).ConfigureAwait(false);
        }

        if (sample.Packages.Count > 0)
        {
            reporter.Report($"Building and registering {string.Join(", ", sample.Packages.Select(package => $"{package.ApplicationId} {package.Version}"))} …");
        }

        Task inputs = UploadInputsAsync(cancellationToken);
        foreach (BuiltPackage package in await packages.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            BatchDataClient batch = new(host.Emulator.HttpAddress, WellKnownNames.BatchAccount, WellKnownNames.BatchKey);
            await new PackageDrop(_storage, batch, time).RegisterAsync(package, cancellationToken).ConfigureAwait(false);
        }

        await inputs.ConfigureAwait(false);
    }

    private async Task UploadInputsAsync(CancellationToken cancellationToken)
    {
        if (sample.Inputs.Count == 0)
        {
            return;
        }

        StorageUpload inputs = await OpenAsync(WellKnownNames.Inputs, sample.Name + "/", cancellationToken).ConfigureAwait(false);
        int done = 0;
        await inputs.PutFilesAsync(
            sample.Inputs.Select(file => (file.BlobName, file.Path)),
            _ => reporter.Uploaded(Interlocked.Increment(ref done), sample.Inputs.Count),
            _ => { },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<StorageUpload> OpenAsync(string container, string prefix, CancellationToken cancellationToken) =>
        StorageUpload.OpenAsync(_storage.GetBlobContainerClient(container), prefix, cancellationToken);
}
