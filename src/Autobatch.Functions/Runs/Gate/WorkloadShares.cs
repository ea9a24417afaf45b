using System.Collections.Concurrent;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Workloads;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>A workload's share of an account: by the settings, else by its document.</summary>
internal sealed class WorkloadShares(WorkloadRows rows, AppOptions options, TimeProvider time)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (int Weight, DateTimeOffset At)> _weights = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The most active tasks that it may have in one account; null when there is no cap, as for runs without a workload.</summary>
    public async Task<int?> CapOfAsync(string? workload, CancellationToken cancellationToken) =>
        workload is null ? null : options.Shares.CapOf(workload) ?? (await rows.FindAsync(workload, cancellationToken))?.MaxActiveTasks;

    /// <summary>Weights of workloads; those of documents are read once a minute.</summary>
    public async Task<IReadOnlyDictionary<string, int>> WeightsAsync(IEnumerable<string> workloads, CancellationToken cancellationToken)
    {
        if (_weights.Count > MostKept)
        {
            _weights.Clear();
        }

        Dictionary<string, int> weights = new(StringComparer.OrdinalIgnoreCase);
        foreach (string workload in workloads)
        {
            weights[workload] = options.Shares.WeightOf(workload) ?? await DocumentWeightAsync(workload, cancellationToken);
        }

        return weights;
    }

    private async Task<int> DocumentWeightAsync(string workload, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_weights.TryGetValue(workload, out (int Weight, DateTimeOffset At) read) && now - read.At < s_fresh)
        {
            return read.Weight;
        }

        int weight = (await rows.FindAsync(workload, cancellationToken))?.Weight ?? 1;
        _weights[workload] = (weight, now);
        return weight;
    }
}
