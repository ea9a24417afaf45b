using System.Collections.Concurrent;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Autobatch.Workloads;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>The net under the events of input files: lists each workload's folder, takes in what no event told, and wakes collecting that has slept through.</summary>
internal sealed partial class InputAudit(
    WorkloadCatalog catalog,
    InputIntake intake,
    InputLedger ledger,
    InputFolders folders,
    StorageAccounts storage,
    ContainerOptions containers,
    TimeProvider time,
    ILogger<InputAudit> logger)
{
    private const int Together = 4_900;

    // Of large folders the listing itself is what costs: it may take a twentieth of the time.
    private const int RestFactor = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Audited> _audited = new(StringComparer.Ordinal);

    public async Task AuditAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (WorkloadState workload in await catalog.RefreshAllAsync(cancellationToken))
        {
            Audited audited = _audited.GetOrAdd(workload.Name, _ => new Audited());
            if (workload.Current is not null && time.GetUtcNow() >= audited.NotBefore)
            {
                long start = time.GetTimestamp();
                await ListAsync(workload, audited, cancellationToken);
                audited.NotBefore = time.GetUtcNow() + (time.GetElapsedTime(start) * RestFactor);
            }

            await WakeAsync(workload.Name, client, cancellationToken);
        }
    }

    private async Task ListAsync(WorkloadState workload, Audited audited, CancellationToken cancellationToken)
    {
        // The first tick after a start reads what earlier ones knew.
        audited.Known ??= await ledger.SeenAsync(workload.Name, cancellationToken);
        List<FoundFile> found = [];
        int taken = 0;
        foreach (HomeStorage home in storage.All)
        {
            await foreach (FoundFile file in folders.ListAsync(home, $"{workload.Name}/", cancellationToken))
            {
                if (!audited.Known.Contains(file.Key(containers.Inputs)))
                {
                    found.Add(file);
                    if (found.Count == Together)
                    {
                        taken += await TakeAsync(workload, audited, found, cancellationToken);
                    }
                }
            }
        }

        taken += await TakeAsync(workload, audited, found, cancellationToken);
        if (taken > 0)
        {
            LogFound(logger, workload.Name, taken);
        }
    }

    private async Task<int> TakeAsync(WorkloadState workload, Audited audited, List<FoundFile> found, CancellationToken cancellationToken)
    {
        int taken = found.Count == 0 ? 0 : await intake.TakeAsync(workload, found, cancellationToken);

        // What nobody asked for is not asked again either: a version's rule does not change.
        audited.Known!.UnionWith(found.Select(f => f.Key(containers.Inputs)));
        found.Clear();
        return taken;
    }

    // A signal may have been lost by a kill, or have met an orchestration that was about to end.
    private async Task WakeAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await ledger.ArrivedAtAsync(workload, cancellationToken) is not { } arrivedAt || time.GetUtcNow() - arrivedAt < s_patience)
        {
            return;
        }

        OrchestrationMetadata? collector = await client.GetInstanceAsync(Ids.CollectorInstance(workload), getInputsAndOutputs: true, cancellationToken);
        CollectResult? seen = collector?.SerializedCustomStatus is null ? null : collector.ReadCustomStatusAs<CollectResult>();
        bool sleepsOnFiles = collector is null or { IsCompleted: true } && (seen is null || seen.Waiting > 0);
        if (sleepsOnFiles || seen is null || arrivedAt >= seen.ReadAt)
        {
            LogWoken(logger, workload);
            await CollectorWaker.SendAsync(workload, client, cancellationToken);
        }
    }

    private sealed class Audited
    {
        public HashSet<string>? Known { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }

    [LoggerMessage(1, LogLevel.Information, "The audit found {Files} files of workload {Workload} that no event had told", EventName = "AuditFoundInputs")]
    private static partial void LogFound(ILogger logger, string workload, int files);

    [LoggerMessage(2, LogLevel.Information, "The audit woke the collecting of workload {Workload}", EventName = "AuditWokeCollector")]
    private static partial void LogWoken(ILogger logger, string workload);
}
