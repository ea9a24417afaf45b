using Autobatch.Functions.Configuration;
using Autobatch.Workloads;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>Takes files in for a workload: those that the version asks for that was in force when they were written, each version of a file once.</summary>
internal sealed partial class InputIntake(
    WorkloadDocuments documents, InputLedger ledger, InputFolders folders, ContainerOptions containers, TimeProvider time, ILogger<InputIntake> logger)
{
    /// <summary>Takes files in, and with a marker everything that lies in its folder, whose events may come later.</summary>
    /// <returns>How many are new.</returns>
    public async Task<int> TakeAsync(WorkloadState workload, IReadOnlyCollection<FoundFile> found, CancellationToken cancellationToken)
    {
        (List<Asked> files, List<Asked> markers) = await AskedForAsync(workload, found, cancellationToken);
        int added = await AddAsync(workload, files, cancellationToken);
        foreach (Asked marker in markers)
        {
            List<FoundFile> folder = [];
            await foreach (FoundFile file in folders.ListAsync(marker.Home, marker.File.Folder, cancellationToken))
            {
                folder.Add(file);
            }

            (List<Asked> below, _) = await AskedForAsync(workload, folder, cancellationToken);
            added += await AddAsync(workload, below, cancellationToken) + await AddAsync(workload, [marker], cancellationToken);
        }

        if (added > 0)
        {
            LogTaken(logger, workload.Name, added);
        }

        return added;
    }

    private async Task<(List<Asked> Files, List<Asked> Markers)> AskedForAsync(
        WorkloadState workload, IReadOnlyCollection<FoundFile> found, CancellationToken cancellationToken)
    {
        List<Asked> files = [];
        List<Asked> markers = [];
        DateTimeOffset now = time.GetUtcNow();
        foreach (FoundFile file in found)
        {
            if ((workload.VersionAt(file.WrittenAt) ?? (file.IsReplay ? workload.Current : null)) is not { } version)
            {
                continue;
            }

            WorkloadRule rule = (await documents.ReadAsync(workload.Name, version.Id, cancellationToken)).Rule;
            WaitingFile waiting = new(file.Key(containers.Inputs), file.Name, file.ETag, file.Bytes, file.WrittenAt, now, version.Id);
            if (rule.AsksFor(waiting.Path))
            {
                (rule.IsMarker(waiting.Path) ? markers : files).Add(new Asked(file.Home, waiting));
            }
        }

        return (files, markers);
    }

    private async Task<int> AddAsync(WorkloadState workload, IEnumerable<Asked> files, CancellationToken cancellationToken)
    {
        int added = 0;
        foreach (IGrouping<string?, Asked> home in files.GroupBy(f => f.Home.Name))
        {
            added += await ledger.AddAsync(workload.Name, home.Key, [.. home.Select(f => f.File)], cancellationToken);
        }

        return added;
    }

    private readonly record struct Asked(Storage.HomeStorage Home, WaitingFile File);

    [LoggerMessage(1, LogLevel.Debug, "Workload {Workload} took in {Files} files", EventName = "InputsTaken")]
    private static partial void LogTaken(ILogger logger, string workload, int files);
}
