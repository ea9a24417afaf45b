using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Packages;
using Autobatch.Planning;
using Autobatch.Pools;

namespace Autobatch.Staging;

/// <summary>
/// What a run asks for that the linked storage account does not give (<see cref="StorageMatrix"/>): packages and mounts behind a firewall or in a hierarchical namespace, packages over a link
/// by identity that names none for the nodes (FACTS R.7: they never leave the state starting) or one that the pool does not have, packages without a link.
/// </summary>
public static class StorageLimits
{
    /// <summary>What will not work, with code, message and place in the manifest; empty when all will, or when nothing is known.</summary>
    public static IReadOnlyList<(string Code, string Message, string Pointer)> Of(RunPlan plan, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<(string, string, string)> found = [];
        if (WhyNoPackages(plan, facts) is { } why)
        {
            if (plan.Packages.FirstOrDefault(p => plan.Listed(p) is not { FallsBack: true }) is { } lost)
            {
                found.Add((ErrorCodes.PackagesUnavailable, $"{why} Without a fallback the run cannot have {lost}.", plan.Listed(lost)?.Place ?? "/applications"));
            }
            else if (PackageFallbacks.FaultOf(plan) is { } fault)
            {
                found.Add((ErrorCodes.PackageFallbackUnavailable, fault.Message, fault.Place));
            }
        }

        if (plan.AutoPool is { } pool && WhyNoMounts(pool, facts, plan.Values.Expand) is { } mounts)
        {
            found.Add((ErrorCodes.MountsUnavailable, mounts, "/poolInfo/autoPoolSpecification/pool/mountConfiguration"));
        }

        return found;
    }

    /// <summary>Why nodes of a run get no application packages of the account; null when they do, or when nothing is known.</summary>
    public static string? WhyNoPackages(RunPlan plan, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Why(facts, StorageFeature.ApplicationPackages, "application packages")
            ?? (plan.UsesAutoPool && facts.Link?.IdentityOfNodes is not null
                ? $"Account '{facts.Name}' has no application packages for auto pools: its storage account is linked by identity, and Batch gives an auto pool none. Name a pool (poolInfo.poolId) that the app makes with the identity, or link by StorageKeys."
                : null);
    }

    /// <summary>
    /// Why the nodes of a pool could not have what a run asks for of the linked storage account: packages, or containers by name, which need an identity that the pool does not have (FACTS R.7).
    /// Null when they could, when the run asks for neither, or when nothing is known.
    /// </summary>
    /// <param name="plan">The run.</param>
    /// <param name="pool">The pool, as the data plane answers it.</param>
    /// <param name="facts">What is known of the account.</param>
    public static string? WhyNoIdentity(RunPlan plan, JsonElement pool, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(facts);
        return (plan.Packages.Count > 0 || plan.NamesContainers) && Lacks(pool, facts) is { } identity
            ? $"it does not have the identity {identity}, with which nodes get packages and containers (nodeIdentityReference of the link to '{facts.Link!.StorageAccount}')."
            : null;
    }

    /// <summary>The identity of the link that a pool does not have; null when it has it, or when none is asked for.</summary>
    public static string? Lacks(JsonElement pool, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Link?.IdentityOfNodes is { } identity && !PoolIdentities.Of(pool).Contains(identity, StringComparer.OrdinalIgnoreCase) ? identity : null;
    }

    /// <summary>Why the nodes of a pool could not mount what its REST body mounts; null when they could, when it mounts nothing of the linked storage account, or when nothing is known.</summary>
    public static string? WhyNoMounts(JsonElement pool, BatchAccountFacts facts) => WhyNoMounts(pool, facts, text => text);

    private static string? WhyNoMounts(JsonElement pool, BatchAccountFacts facts, Func<string, string> expand)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Link is { } link && Mounted(pool).Any(a => string.Equals(expand(a), link.StorageAccount, StringComparison.OrdinalIgnoreCase))
            ? Why(facts, StorageFeature.Mounts, $"mounts of '{link.StorageAccount}'")
            : null;
    }

    private static string? Why(BatchAccountFacts facts, StorageFeature feature, string what)
    {
        ArgumentNullException.ThrowIfNull(facts);
        FeatureSupport support = StorageMatrix.Of(facts, feature);
        return support.Availability == Availability.Lost ? $"Account '{facts.Name}' has no {what}: {support.Reason} {support.Mend}".TrimEnd() : null;
    }

    // The storage accounts that a pool mounts. The body may be anything that somebody wrote into a blob.
    private static IEnumerable<string> Mounted(JsonElement pool) =>
        pool.ValueKind == JsonValueKind.Object && pool.TryGetProperty("mountConfiguration", out JsonElement mounts) && mounts.ValueKind == JsonValueKind.Array
            ? mounts.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object).SelectMany(m => m.EnumerateObject())
                .Where(p => p.Value.ValueKind == JsonValueKind.Object && p.Value.TryGetProperty("accountName", out JsonElement name) && name.ValueKind == JsonValueKind.String)
                .Select(p => p.Value.GetProperty("accountName").GetString()!)
            : [];
}
