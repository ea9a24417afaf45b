using Autobatch.Functions.Configuration;
using Autobatch.Functions.Workloads;

namespace Autobatch.Functions.Runs.Gate;

/// <summary>The most active tasks that a workload may have in one account: by the settings, else by its document.</summary>
internal sealed class WorkloadCaps(WorkloadRows rows, AppOptions options)
{
    /// <summary>The cap; null when there is none, as for runs without a workload.</summary>
    public async Task<int?> OfAsync(string? workload, CancellationToken cancellationToken) =>
        workload is null ? null : options.Shares.CapOf(workload) ?? (await rows.FindAsync(workload, cancellationToken))?.MaxActiveTasks;
}
