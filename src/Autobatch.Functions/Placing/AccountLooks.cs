using System.Collections.Concurrent;
using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Placement;
using Autobatch.Planning;

namespace Autobatch.Functions.Placing;

/// <summary>Looks at accounts as candidates of a run: two requests to Batch for each, whatever the number of runs, since a look is good for two seconds.</summary>
internal sealed class AccountLooks(
    AccountFacts facts, AccountDrains drains, AccountGate gate, RecentPlaces recent, GateQuotas quotas, PoolDefinitions definitions, AppOptions options, TimeProvider time)
{
    private const string PoolSelect = "id,vmSize,currentDedicatedNodes,targetDedicatedNodes";
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (Use? Use, DateTimeOffset At)> _uses = new(StringComparer.OrdinalIgnoreCase);

    public async Task<PlacementCandidate> LookAsync(BatchAccount account, RunPlan plan, CancellationToken cancellationToken)
    {
        Task<BatchAccountFacts> asked = facts.OfAsync(account, cancellationToken);
        Task<bool> drained = drains.IsDrainedAsync(account.Name, cancellationToken);
        Task<int> ours = OursAsync(account.Name, cancellationToken);
        Use? use = await UseAsync(account, cancellationToken);
        BatchAccountFacts place = await asked;
        int bound = await quotas.BoundAsync(account.Name, cancellationToken);
        bool needsPool = plan.PoolId is null || (use is not null && !use.PoolIds.Contains(plan.PoolId));
        return new PlacementCandidate
        {
            Name = account.Name,
            Region = place.Region,
            Storage = place.Link?.StorageAccount,
            Answers = use is not null,
            Drained = await drained,
            ActiveJobs = use?.ActiveJobs,
            OurJobs = await ours,
            JobQuota = place.Quotas.ActiveJobs,
            OurJobQuota = bound == int.MaxValue ? null : bound,
            Cores = use?.Cores,
            CoreQuota = place.Quotas.DedicatedCores,
            Pools = use?.PoolIds.Count,
            PoolQuota = place.Quotas.Pools,
            NeedsPool = needsPool,
            NewNodeCores = needsPool ? await NewNodeCoresAsync(plan, cancellationToken) : null,
        };
    }

    // Runs that are in, that wait, and that are about to come.
    private async Task<int> OursAsync(string account, CancellationToken cancellationToken)
    {
        HashSet<string> there = await gate.RunsAtAsync(account, cancellationToken);
        there.UnionWith(recent.OnTheirWayTo(account));
        return there.Count;
    }

    private async Task<Use?> UseAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        if (_uses.TryGetValue(account.Name, out (Use? Use, DateTimeOffset At) kept) && time.GetUtcNow() - kept.At < s_fresh)
        {
            return kept.Use;
        }

        Use? use = await AskAsync(account.Data, cancellationToken);
        _uses[account.Name] = (use, time.GetUtcNow());
        return use;
    }

    // Null when Batch does not answer.
    private static async Task<Use?> AskAsync(BatchDataClient batch, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            ListQuery active = new() { Filter = $"state eq {ODataFilter.Text(JobStates.Active)}", Select = "id" };
            ValueTask<int> jobs = batch.ListJobsAsync(active, limit.Token).CountAsync(limit.Token);
            HashSet<string> pools = new(StringComparer.OrdinalIgnoreCase);
            int cores = 0;
            await foreach (PoolState pool in batch.ListPoolsAsync(new ListQuery { Select = PoolSelect }, limit.Token))
            {
                pools.Add(pool.Id);
                cores += (VmCores.Of(pool.VmSize) ?? 0) * Math.Max(pool.CurrentDedicatedNodes, pool.TargetDedicatedNodes);
            }

            return new Use(await jobs, cores, pools);
        }
        catch (Exception e) when (e is BatchException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<int?> NewNodeCoresAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement? body = plan.PoolId is not { } id ? plan.AutoPool
                : (await definitions.FindAsync(id, cancellationToken) ?? (id == options.DefaultPool?.Id ? options.DefaultPool.Body : null)) is { } json ? JsonElement.Parse(json)
                : null;
            return body is { } pool && pool.TryGetProperty("vmSize", out JsonElement size) && size.ValueKind == JsonValueKind.String ? VmCores.Of(size.GetString()) : null;
        }
        catch (FaultException)
        {
            // The run itself will tell what is wrong with the definition.
            return null;
        }
    }

    private sealed record Use(int ActiveJobs, int Cores, HashSet<string> PoolIds);
}
