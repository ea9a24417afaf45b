using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Staging;

namespace Autobatch.Functions.Runs;

/// <summary>What a pool cannot have in an account whose storage does not give it.</summary>
internal static class PoolLimits
{
    /// <summary>Why a pool should not be made by this definition: its nodes could not mount what it mounts, and would never take a task. Null when nothing is known against it.</summary>
    public static FaultException? MountFault(byte[] definition, string poolId, BatchAccountFacts known) =>
        StorageLimits.WhyNoMounts(JsonElement.Parse(definition), known) is { } why
            ? new FaultException(ErrorCodes.MountsUnavailable, $"Pool '{poolId}' is not made, since its definition mounts what its nodes could not: {why}")
            : null;

    /// <summary>Why packages cannot come as files to the nodes of a pool that is there; null when they can, or need not.</summary>
    public static async Task<FaultException?> FallbackFaultAsync(
        BatchAccount account, RunPlan plan, string poolId, BatchAccountFacts known, CancellationToken cancellationToken) =>
        plan.FallsBack && StorageLimits.WhyNoPackages(known) is not null
            ? FallbackFault((await account.Data.GetPoolJsonAsync(poolId, cancellationToken)).ToMemory(), plan, poolId, known)
            : null;

    /// <summary>The same for a pool by its REST body.</summary>
    public static FaultException? FallbackFault(ReadOnlyMemory<byte> pool, RunPlan plan, string poolId, BatchAccountFacts known) =>
        plan.FallsBack && StorageLimits.WhyNoPackages(known) is not null && PackageFallbacks.IsWindows(JsonElement.Parse(pool.Span)) == true
            ? new FaultException(ErrorCodes.PackageFallbackUnavailable, PackageFallbacks.OnWindows($"pool '{poolId}'"))
            : null;
}
