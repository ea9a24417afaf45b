using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autobatch.Errors;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Placing;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Staging;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Storage;

/// <summary>What a run keeps between activities, as blobs in the app's own storage: its manifest, and its input files by window.</summary>
internal sealed class RunFiles(AppStorage storage)
{
    /// <summary>What the names of a run's lists of input files begin with.</summary>
    public static string WindowsOf(string runId) => $"{runId}/files-";

    public Task SaveManifestAsync(string runId, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        Blob(runId, "manifest.json").UploadAsync(new BinaryData(manifest), overwrite: true, cancellationToken);

    /// <summary>The manifest's text; null when it is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadManifestAsync(string runId, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult download = await Blob(runId, "manifest.json").DownloadContentAsync(cancellationToken);
            return download.Content.ToMemory();
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    /// <summary>Keeps the package versions that a run was given, unless it was given some before: those count, and come back.</summary>
    public Task<RunPackages> SavePackagesOnceAsync(string runId, RunPackages packages, CancellationToken cancellationToken) =>
        SaveOnceAsync(Blob(runId, "packages.json"), packages, AppJson.Default.RunPackages, cancellationToken);

    /// <summary>The package versions that a run was given; null when it was given none yet.</summary>
    public Task<RunPackages?> ReadPackagesAsync(string runId, CancellationToken cancellationToken) =>
        ReadAsync(Blob(runId, "packages.json"), AppJson.Default.RunPackages, cancellationToken);

    /// <summary>Keeps which packages a run's tasks get as files in an account, unless it was kept before: that counts, and comes back.</summary>
    public Task<RunPackageFiles> SavePackageFilesOnceAsync(string runId, string account, RunPackageFiles packages, CancellationToken cancellationToken) =>
        SaveOnceAsync(PackageFiles(runId, account), packages, AppJson.Default.RunPackageFiles, cancellationToken);

    /// <summary>Which packages a run's tasks get as files in an account; null when Batch brings all of them.</summary>
    public Task<RunPackageFiles?> ReadPackageFilesAsync(string runId, string account, CancellationToken cancellationToken) =>
        ReadAsync(PackageFiles(runId, account), AppJson.Default.RunPackageFiles, cancellationToken);

    /// <summary>Keeps what a run has staged so far.</summary>
    public Task SaveStagingAsync(string runId, StagingRecord record, CancellationToken cancellationToken) =>
        WriteAsync(Blob(runId, "staging.json"), record, AppJson.Default.StagingRecord, null, cancellationToken);

    /// <summary>What a run has staged so far; null when it has not begun.</summary>
    public Task<StagingRecord?> ReadStagingAsync(string runId, CancellationToken cancellationToken) =>
        ReadAsync(Blob(runId, "staging.json"), AppJson.Default.StagingRecord, cancellationToken);

    public Task SaveWindowAsync(string runId, int window, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        WriteAsync(Window(runId, window), names, AppJson.Default.IReadOnlyListString, null, cancellationToken);

    public async Task<IReadOnlyList<string>> ReadWindowAsync(string runId, int window, CancellationToken cancellationToken) =>
        await ReadAsync(Window(runId, window), AppJson.Default.IReadOnlyListString, cancellationToken)
        ?? throw new FaultException(ErrorCodes.ManifestVanished, $"The list of input files of run {runId} is no longer in {AppStorage.RunsContainer}; start the run again.");

    /// <summary>Keeps the versions of a window's files, in the order of its names.</summary>
    public Task SavePinsAsync(string runId, int window, PinnedWindow pins, CancellationToken cancellationToken) =>
        WriteAsync(Pins(runId, window), pins, AppJson.Default.PinnedWindow, null, cancellationToken);

    /// <summary>The versions of a window's files; null when none were kept.</summary>
    public Task<PinnedWindow?> ReadPinsAsync(string runId, int window, CancellationToken cancellationToken) =>
        ReadAsync(Pins(runId, window), AppJson.Default.PinnedWindow, cancellationToken);

    /// <summary>How many input files a run was planned with; 0 when their lists are gone.</summary>
    public async Task<int> CountFilesAsync(string runId, CancellationToken cancellationToken)
    {
        int windows = 0;
        await foreach (BlobItem _ in storage.Runs.GetBlobsAsync(new GetBlobsOptions { Prefix = WindowsOf(runId) }, cancellationToken))
        {
            windows++;
        }

        return windows == 0 ? 0 : ((windows - 1) * RunWindows.Files) + (await ReadWindowAsync(runId, windows - 1, cancellationToken)).Count;
    }

    public Task SaveRerunAsync(string runId, string list, int window, IReadOnlyList<RerunChunk> chunks, CancellationToken cancellationToken) =>
        WriteAsync(Rerun(runId, list, window), chunks, AppJson.Default.IReadOnlyListRerunChunk, null, cancellationToken);

    /// <summary>Chunks of a rerun; null when there is no such window.</summary>
    public Task<IReadOnlyList<RerunChunk>?> ReadRerunAsync(string runId, string list, int window, CancellationToken cancellationToken) =>
        ReadAsync(Rerun(runId, list, window), AppJson.Default.IReadOnlyListRerunChunk, cancellationToken);

    /// <summary>Removes the lists of input files; the manifest stays as the record of what ran.</summary>
    public async Task DeleteWindowsAsync(string runId, CancellationToken cancellationToken)
    {
        foreach (string prefix in (string[])[WindowsOf(runId), $"{runId}/pins-"])
        {
            await foreach (BlobItem blob in storage.Runs.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
            {
                await storage.Runs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>What is recorded of one of a run's jobs, with its version; nothing when nothing was.</summary>
    public Task<(RecordedProgress? Progress, ETag? Version)> ReadProgressAsync(string runId, int move, CancellationToken cancellationToken) =>
        FindAsync(Progress(runId, move), AppJson.Default.RecordedProgress, cancellationToken);

    /// <summary>Writes the record; false when it is not any more at the version that was read.</summary>
    public async Task<bool> TrySaveProgressAsync(string runId, int move, RecordedProgress progress, ETag? version, CancellationToken cancellationToken)
    {
        BlobRequestConditions conditions = version is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = version };
        try
        {
            await WriteAsync(Progress(runId, move), progress, AppJson.Default.RecordedProgress, conditions, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.IsConflict() || e.IsNotFound())
        {
            return false;
        }
    }

    private static async Task<T> SaveOnceAsync<T>(BlobClient blob, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await WriteAsync(blob, value, type, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
            return value;
        }
        catch (RequestFailedException e) when (e.IsConflict())
        {
            return await ReadAsync(blob, type, cancellationToken) ?? throw new RetryLaterException($"{blob.Name} vanished at this moment.");
        }
    }

    private static async Task WriteAsync<T>(BlobClient blob, T value, JsonTypeInfo<T> type, BlobRequestConditions? conditions, CancellationToken cancellationToken) =>
        await blob.UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(value, type)), new BlobUploadOptions { Conditions = conditions }, cancellationToken);

    private static async Task<T?> ReadAsync<T>(BlobClient blob, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => (await FindAsync(blob, type, cancellationToken)).Value;

    private static async Task<(T? Value, ETag? Version)> FindAsync<T>(BlobClient blob, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            BlobDownloadResult download = await blob.DownloadContentAsync(cancellationToken);
            return (JsonSerializer.Deserialize(download.Content.ToMemory().Span, type), download.Details.ETag);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return default;
        }
    }

    private BlobClient PackageFiles(string runId, string account) => Blob(runId, $"package-files-{account}.json");

    private BlobClient Progress(string runId, int move) => Blob(runId, $"progress-{move}.json");

    private BlobClient Rerun(string runId, string list, int window) => Blob(runId, $"{list}-{window}.json");

    private BlobClient Pins(string runId, int window) => Blob(runId, $"pins-{window}.json");

    private BlobClient Window(string runId, int window) => Blob(runId, $"files-{window}.json");

    private BlobClient Blob(string runId, string name) => storage.Runs.GetBlobClient($"{runId}/{name}");
}
