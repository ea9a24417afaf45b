using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Pools;
using Autobatch.Staging;

namespace Autobatch.Functions.Runs;

/// <summary>What a pool cannot have in an account whose storage does not give it.</summary>
internal static class PoolLimits
{
    private const string Select = "id,state,vmSize,taskSlotsPerNode,targetDedicatedNodes,targetLowPriorityNodes,identity,mountConfiguration,virtualMachineConfiguration";

    /// <summary>What is looked at of a pool that is there, in REST words; null when the account has none of that id.</summary>
    public static async Task<JsonElement?> FindAsync(BatchAccount account, string poolId, CancellationToken cancellationToken) =>
        await account.Data.GetPoolJsonIfExistsAsync(poolId, Select, cancellationToken) is { } json ? JsonElement.Parse(json.ToMemory().Span) : null;

    /// <summary>Why a run should not use a pool that is there: its tasks would never start, or not get what they ask for. Null when nothing is known against it.</summary>
    public static FaultException? FaultOf(JsonElement pool, RunPlan plan, string poolId, BatchAccountFacts known) =>
        StorageLimits.WhyNoMounts(pool, known) is { } mounts ? new FaultException(ErrorCodes.MountsUnavailable, $"Pool '{poolId}' mounts what its nodes cannot: {mounts}")
        : StorageLimits.WhyNoIdentity(plan, pool, known) is { } identity ? new FaultException(ErrorCodes.PoolIdentityMissing, $"Pool '{poolId}' of account '{known.Name}' is of no use to this run: {identity}")
        : FallbackFault(pool, plan, poolId, known);

    /// <summary>Why a pool should not be made by this definition: its nodes could not mount what it mounts, or could not run the fallback of packages; or nothing can make it. Null when nothing is known against it.</summary>
    public static FaultException? FaultOfDefinition(JsonElement definition, RunPlan plan, string poolId, BatchAccountFacts known) =>
        StorageLimits.WhyNoMounts(definition, known) is { } mounts
            ? new FaultException(ErrorCodes.MountsUnavailable, $"Pool '{poolId}' is not made, since its definition mounts what its nodes could not: {mounts}")
        : ArmPoolBody.Of(definition, known) is { Fault: { } property }
            ? new FaultException(ErrorCodes.PoolPropertyUnsupported, $"Pool '{poolId}' is not made, since its nodes need an identity and only Resource Manager gives it: {property}")
        : FallbackFault(definition, plan, poolId, known);

    private static FaultException? FallbackFault(JsonElement pool, RunPlan plan, string poolId, BatchAccountFacts known) =>
        plan.FallsBack && StorageLimits.WhyNoPackages(plan, known) is not null && PackageFallbacks.IsWindows(pool) == true
            ? new FaultException(ErrorCodes.PackageFallbackUnavailable, PackageFallbacks.OnWindows($"pool '{poolId}'"))
            : null;
}
