using System.Collections.Concurrent;
using Autobatch.Functions.Audit;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Autobatch.Runs;
using Autobatch.Workloads;
using Azure;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Workloads;

/// <summary>The net under the events of input files: lists each workload's folder, takes in what no event told, and wakes collecting that has slept through.</summary>
internal sealed partial class InputAudit(
    WorkloadCatalog catalog,
    InputIntake intake,
    InputLedger ledger,
    InputFolders folders,
    CollectorWaker waker,
    StorageAccounts storage,
    AuditRecords records,
    ContainerOptions containers,
    TimeProvider time,
    ILogger<InputAudit> logger) : IDisposable
{
    private const int Together = 980;

    // Of large folders the listing is what costs: it may take a twentieth of the time.
    private const int RestFactor = 20;

    // Between the stamp of an arrival and its row being there a look may have passed it by.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, Audited> _audited = new(StringComparer.Ordinal);

    public async Task AuditAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<WorkloadState> all = await catalog.RefreshAllAsync(cancellationToken);
            foreach (WorkloadState workload in all)
            {
                Audited audited = _audited.GetOrAdd(workload.Name, _ => new Audited());
                if (workload.Current is not null && time.GetUtcNow() >= audited.NotBefore)
                {
                    await ListAsync(workload, audited, client, cancellationToken);
                }

                await WakeAsync(workload.Name, client, cancellationToken);
            }

            foreach (string gone in _audited.Keys.Except(all.Select(w => w.Name), StringComparer.Ordinal))
            {
                _audited.TryRemove(gone, out _);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task ListAsync(WorkloadState workload, Audited audited, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // The first tick after a start reads what earlier ones knew.
        audited.Known ??= await ledger.SeenAsync(workload.Name, cancellationToken);
        long start = time.GetTimestamp();
        HashSet<string> present = new(StringComparer.Ordinal);
        List<(HomeContainer Folder, List<FoundFile> Found, AuditCount Count)> looks = [];
        foreach (HomeStorage home in storage.All)
        {
            List<FoundFile> found = [];
            AuditCount count = await ListAsync(home, workload, audited.Known, present, found, cancellationToken);
            looks.Add((new HomeContainer(home.Name, $"{containers.Inputs}/{workload.Name}"), found, count));
        }

        // What is gone does not come back: without this, keys would gather for as long as the process lives.
        if (looks.TrueForAll(l => l.Count.Error is null))
        {
            audited.Known.IntersectWith(present);
        }

        audited.NotBefore = time.GetUtcNow() + (time.GetElapsedTime(start) * RestFactor);
        foreach ((HomeContainer folder, List<FoundFile> found, AuditCount count) in looks)
        {
            (int taken, string? fault) = await TryTakeAsync(workload, audited.Known, found, client, cancellationToken);
            await records.SaveAsync(folder, count with { Found = taken, Driven = taken, Error = count.Error ?? fault }, cancellationToken);
            if (taken > 0)
            {
                LogFound(logger, workload.Name, taken);
            }
        }
    }

    // One storage account that is away keeps no other from being looked at.
    private async Task<AuditCount> ListAsync(HomeStorage home, WorkloadState workload, HashSet<string> known, HashSet<string> present, List<FoundFile> found, CancellationToken cancellationToken)
    {
        int looked = 0;
        try
        {
            await foreach (FoundFile file in folders.ListAsync(home, $"{workload.Name}/", cancellationToken))
            {
                looked++;
                string key = file.Key(containers.Inputs);
                present.Add(key);
                if (!known.Contains(key))
                {
                    found.Add(file);
                }
            }

            return new AuditCount(looked, 0, 0, 0);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return new AuditCount(looked, 0, 0, 0, ArrivalFailure.Of(e).Detail);
        }
    }

    // A workload with a version that cannot be read keeps no other from being looked at.
    private async Task<(int Taken, string? Fault)> TryTakeAsync(
        WorkloadState workload, HashSet<string> known, List<FoundFile> found, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await TakeAsync(workload, known, found, client, cancellationToken), null);
        }
        catch (FaultException e)
        {
            return (0, e.Detail);
        }
    }

    private async Task<int> TakeAsync(WorkloadState workload, HashSet<string> known, List<FoundFile> found, DurableTaskClient client, CancellationToken cancellationToken)
    {
        int taken = 0;
        foreach (FoundFile[] some in found.Chunk(Together))
        {
            int added = await intake.TakeAsync(workload, some, cancellationToken);

            // What nobody asked for is not asked again either: a version's rule does not change.
            known.UnionWith(some.Select(f => f.Key(containers.Inputs)));
            taken += added;
            if (added > 0)
            {
                await waker.WakeAsync(workload.Name, client, cancellationToken);
            }
        }

        return taken;
    }

    // A signal may have been lost by a kill, or have met an orchestration that was about to end.
    private async Task WakeAsync(string workload, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await ledger.ArrivedAtAsync(workload, cancellationToken) is not { } arrivedAt)
        {
            return;
        }

        OrchestrationMetadata? collector = await client.GetInstanceAsync(Ids.CollectorInstance(workload), getInputsAndOutputs: true, cancellationToken);
        CollectResult? seen = collector?.SerializedCustomStatus is null ? null : collector.ReadCustomStatusAs<CollectResult>();
        bool sleepsOnFiles = collector is null or { IsCompleted: true } && (seen is null || seen.Waiting > 0);
        if (sleepsOnFiles || seen is null || arrivedAt + s_overlap >= seen.ReadAt)
        {
            LogWoken(logger, workload);
            await waker.WakeAsync(workload, client, cancellationToken);
        }
    }

    private sealed class Audited
    {
        public HashSet<string>? Known { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }

    [LoggerMessage(1, LogLevel.Information, "The audit found {Files} files of workload {Workload} that no event had told", EventName = "AuditFoundInputs")]
    private static partial void LogFound(ILogger logger, string workload, int files);

    [LoggerMessage(2, LogLevel.Debug, "The audit woke the collecting of workload {Workload}", EventName = "AuditWokeCollector")]
    private static partial void LogWoken(ILogger logger, string workload);
}
