using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Facts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Packages.Fallback;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Functions.Explaining;

/// <summary>Looks at the Batch account: packages, pool, quota. Reads only; what a run would make is told and not made.</summary>
internal sealed class ExplainAccount(PackageReadiness packages, PackagePins pins, StagedPackages staged, PoolDefinitions definitions, AccountFacts facts, AppOptions options)
{
    private const int MostCounted = 2_000;

    /// <summary>One package, and what a run would do to have it.</summary>
    public async Task<ExplainedPackage> PackageAsync(
        BatchAccount account, RunInput run, RunPlan plan, PackageReference package, bool asFiles, Faults faults, CancellationToken cancellationToken)
    {
        ManifestPackage? listed = plan.Listed(package);
        ExplainedPackage told = new(package.ApplicationId, package.Version ?? listed?.Reference.Version, package.Version is null, "missing", null) { Source = listed?.Source?.ToString() };
        try
        {
            (GivenPackage? given, Hold? hold) = await pins.GiveAsync(account, run, plan, package, cancellationToken);
            if (given is null)
            {
                return told with { State = "waiting", Detail = hold!.Detail };
            }

            told = told with { Version = given.Version, Bytes = given.Source?.Bytes };
            if (asFiles && listed is { FallsBack: true })
            {
                (PackageFile? file, Hold? waits, DroppedPackage? staging) = await staged.CheckAsync(account, run, given, false, cancellationToken);
                return told with { State = file is null && staging is null ? "waiting" : "resourceFile", Detail = waits is null || staging is not null ? "Each task gets the zip as a resource file and unpacks it." : waits.Detail, Sha256 = file?.Sha256 };
            }

            (Hold? held, DroppedPackage? registration) = await packages.CheckAsync(account, given, run.Key(), cancellationToken);
            return held is null ? told with { State = "active" }
                : registration is not null && given.Source is { } zip ? told with { State = "registers", Detail = $"{given.ApplicationId} {given.Version} would be registered in '{account.Name}' from {zip.Blob()}." }
                : told with { State = "waiting", Detail = held.Detail };
        }
        catch (FaultException e)
        {
            faults.Add(e.Code, e.Detail, listed?.Source is null ? null : $"{listed.Place}/source");
            return told with { Detail = e.Detail };
        }
    }

    /// <summary>The pool and its nodes. A pool that is too small has its nodes told all the same, and is told among the faults.</summary>
    public async Task<FoundPool?> PoolAsync(BatchAccount account, RunPlan plan, Faults faults, CancellationToken cancellationToken)
    {
        (string state, PoolNodes nodes) = plan.PoolId is { } id ? await NodesAsync(account, plan, id, faults, cancellationToken) : ("auto", Automatic(plan));
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

    private async Task<(string State, PoolNodes Nodes)> NodesAsync(BatchAccount account, RunPlan plan, string id, Faults faults, CancellationToken cancellationToken)
    {
        BatchAccountFacts known = await facts.OfAsync(account, cancellationToken);
        if (await PoolLimits.FindAsync(account, id, cancellationToken) is { } pool)
        {
            Tell(PoolLimits.FaultOf(pool, plan, id, known), faults);
            return ("exists", PoolNodes.Of(pool));
        }

        byte[] body = await definitions.FindAsync(id, cancellationToken) ?? (id == options.DefaultPool?.Id ? options.DefaultPool.Body : null)
            ?? throw new FaultException(
                ErrorCodes.PoolNotDefined, $"Account '{account.Name}' has no pool '{id}', and there is no {options.Containers.Pools}/{PoolDefinitions.Name(id)} to make it from.");
        JsonElement definition = JsonElement.Parse(body);
        Tell(PoolLimits.FaultOfDefinition(definition, plan, id, known), faults);
        return ("defined", PoolNodes.Of(definition));
    }

    private static void Tell(FaultException? fault, Faults faults)
    {
        if (fault is not null)
        {
            faults.Add(fault.Code, fault.Detail, "/poolInfo");
        }
    }

    private static PoolNodes Automatic(RunPlan plan) =>
        plan.AutoPool is { } pool ? PoolNodes.Of(pool) : new PoolNodes(null, plan.AutoPoolSlots ?? 1, false);
}
