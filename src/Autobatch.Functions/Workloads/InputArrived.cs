using System.Collections.Concurrent;
using Autobatch.Functions.Arrivals;
using Autobatch.Functions.Storage;
using Autobatch.Workloads;
using Microsoft.DurableTask.Client;

namespace Autobatch.Functions.Workloads;

/// <summary>
/// A file landed in the inputs container. Files of one workload that come together are taken in together; a call ends when its file is in, so a kill
/// loses none.
/// </summary>
internal sealed class InputArrived(WorkloadCatalog catalog, InputIntake intake, InputFolders folders, CollectorWaker waker, StorageAccounts storage)
{
    private const int MostTogether = 490;
    private const int AsksAtOnce = 16;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public async Task HandleAsync(HomeContainer container, string name, FoundBy foundBy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (WorkloadNames.WorkloadOf(name) is { } workload)
        {
            Arrival arrival = new(storage.Find(container.Storage), name, foundBy == FoundBy.Replay, client);
            await _lanes.GetOrAdd(workload, w => new Lane(w, this)).EnterAsync(arrival).WaitAsync(cancellationToken);
        }
    }

    private async Task TakeAsync(string name, IReadOnlyList<Arrival> arrivals, CancellationToken cancellationToken)
    {
        if (await catalog.RefreshAsync(name, cancellationToken) is not { Current: not null } workload)
        {
            return;
        }

        ConcurrentBag<FoundFile> found = [];
        await Parallel.ForEachAsync(
            arrivals.DistinctBy(a => (a.Home, a.Name)),
            new ParallelOptions { MaxDegreeOfParallelism = AsksAtOnce, CancellationToken = cancellationToken },
            async (arrival, token) =>
            {
                if (await folders.FindAsync(arrival.Home, arrival.Name, arrival.IsReplay, token) is { } file)
                {
                    found.Add(file);
                }
            });
        if (await intake.TakeAsync(workload, found, cancellationToken) > 0)
        {
            await waker.WakeAsync(name, arrivals[0].Client, cancellationToken);
        }
    }

    private sealed record Arrival(HomeStorage Home, string Name, bool IsReplay, DurableTaskClient Client)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Files of one workload, one group at a time: while one is being taken in, the next one gathers.</summary>
    private sealed class Lane(string workload, InputArrived owner)
    {
        private readonly Lock _lock = new();
        private readonly Queue<Arrival> _gathering = new();
        private bool _busy;

        public Task EnterAsync(Arrival arrival)
        {
            lock (_lock)
            {
                _gathering.Enqueue(arrival);
                if (!_busy)
                {
                    _busy = true;
                    _ = Task.Run(WorkAsync, CancellationToken.None);
                }
            }

            return arrival.Done.Task;
        }

        private async Task WorkAsync()
        {
            while (Next() is { Count: > 0 } group)
            {
                try
                {
                    // Callers come and go; what one of them began is finished for all.
                    await owner.TakeAsync(workload, group, CancellationToken.None);
                    group.ForEach(a => a.Done.TrySetResult());
                }
                catch (Exception e)
                {
                    group.ForEach(a => a.Done.TrySetException(e));
                }
            }
        }

        private List<Arrival> Next()
        {
            lock (_lock)
            {
                List<Arrival> group = [];
                while (group.Count < MostTogether && _gathering.TryDequeue(out Arrival? arrival))
                {
                    group.Add(arrival);
                }

                _busy = group.Count > 0;
                return group;
            }
        }
    }
}
