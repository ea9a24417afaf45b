using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Functions.Explaining;

/// <summary>Looks at the Batch account: packages, pool, quota. Reads only; what a run would make is told and not made.</summary>
internal sealed class ExplainAccount(PackageReadiness packages, DefaultVersions defaults, PoolDefinitions definitions, AppOptions options)
{
    private const string PoolSelect = "id,state,vmSize,taskSlotsPerNode,targetDedicatedNodes,targetLowPriorityNodes";
    private const int MostCounted = 2_000;

    public async Task<ExplainedPackage> PackageAsync(BatchAccount account, PackageReference package, Faults faults, CancellationToken cancellationToken)
    {
        string? version = package.Version;
        try
        {
            Hold? hold = null;
            if (version is null)
            {
                (version, hold) = await defaults.ResolveAsync(account, package.ApplicationId, cancellationToken);
            }

            hold ??= (await packages.CheckAsync(account, new GivenPackage(package.ApplicationId, version!, package.Version is null), cancellationToken)).Hold;
            return new ExplainedPackage(package.ApplicationId, version, package.Version is null, hold is null ? "active" : "waiting", hold?.Detail);
        }
        catch (FaultException e)
        {
            faults.Add(e.Code, e.Detail);
            return new ExplainedPackage(package.ApplicationId, version, package.Version is null, "missing", e.Detail);
        }
    }

    /// <summary>The pool and its nodes. A pool that is too small has its nodes told all the same, and is told among the faults.</summary>
    public async Task<FoundPool?> PoolAsync(BatchAccount account, RunPlan plan, Faults faults, CancellationToken cancellationToken)
    {
        (string state, PoolNodes nodes) = plan.PoolId is { } id ? await NodesAsync(account, id, cancellationToken) : ("auto", Automatic(plan));
        ExplainedPool pool = new(plan.PoolId, state, nodes.VmSize, nodes.TaskSlotsPerNode, plan.RequiredSlots, plan.RequiredSlots <= nodes.TaskSlotsPerNode);
        if (pool.Fits is not true)
        {
            faults.Add(
                ErrorCodes.PoolTooSmall, $"A task asks for {pool.RequiredSlots} slots; nodes of {(pool.Id is null ? "the auto pool" : $"pool '{pool.Id}'")} have {pool.TaskSlotsPerNode}.", "/poolInfo");
        }

        return new FoundPool(pool, nodes);
    }

    public static async Task<ExplainedQuota?> QuotaAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        int? quota = (await account.Resource.GetAsync(cancellationToken)).Value.Data.ActiveJobAndJobScheduleQuota;
        int active = 0;
        await foreach (JobState _ in account.Data.ListJobsAsync(new ListQuery { Filter = $"state eq {ODataFilter.Text(JobStates.Active)}", Select = "id" }, cancellationToken))
        {
            if (++active >= MostCounted)
            {
                break;
            }
        }

        int bound = GateQuotas.BoundOf(quota);
        return new ExplainedQuota(account.Name, active, quota, quota is null ? null : bound, active < bound);
    }

    private async Task<(string State, PoolNodes Nodes)> NodesAsync(BatchAccount account, string id, CancellationToken cancellationToken)
    {
        if (await account.Data.GetPoolIfExistsAsync(id, PoolSelect, cancellationToken) is { } pool)
        {
            return ("exists", PoolNodes.Of(pool));
        }

        byte[] body = await definitions.FindAsync(id, cancellationToken) ?? (id == options.DefaultPool?.Id ? options.DefaultPool.Body : null)
            ?? throw new FaultException(
                ErrorCodes.PoolNotDefined, $"Account '{account.Name}' has no pool '{id}', and there is no {options.Containers.Pools}/{PoolDefinitions.Name(id)} to make it from.");
        return ("defined", PoolNodes.Of(JsonElement.Parse(body)));
    }

    private static PoolNodes Automatic(RunPlan plan) =>
        plan.AutoPool is { } pool ? PoolNodes.Of(pool) : new PoolNodes(null, plan.AutoPoolSlots ?? 1, false);
}
