using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Staging;

/// <summary>
/// What a run asks for that the linked storage account does not give (<see cref="StorageMatrix"/>): packages and mounts behind a firewall or in a hierarchical namespace, packages over a link
/// by identity that names none for the nodes (FACTS R.7: they never leave the state starting), packages without a link.
/// </summary>
public static class StorageLimits
{
    /// <summary>What will not work, with code, message and place in the manifest; empty when all will, or when nothing is known.</summary>
    public static IReadOnlyList<(string Code, string Message, string Pointer)> Of(RunPlan plan, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<(string, string, string)> found = [];
        if (WhyNoPackages(facts) is { } why && plan.Packages.FirstOrDefault(p => plan.Listed(p) is not { FallsBack: true }) is { } lost)
        {
            found.Add((ErrorCodes.PackagesUnavailable, $"{why} Without a fallback the run cannot have {lost}.", plan.Listed(lost)?.Place ?? "/applications"));
        }
        else if (WhyNoPackages(facts) is not null && PackageFallbacks.FaultOf(plan) is { } fault)
        {
            found.Add((ErrorCodes.PackageFallbackUnavailable, fault.Message, fault.Place));
        }

        if (plan.AutoPool is { } pool && WhyNoMounts(pool, facts, plan.Values.Expand) is { } mounts)
        {
            found.Add((ErrorCodes.MountsUnavailable, mounts, "/poolInfo/autoPoolSpecification/pool/mountConfiguration"));
        }

        return found;
    }

    /// <summary>Why nodes of the account get no application packages; null when they do, or when nothing is known.</summary>
    public static string? WhyNoPackages(BatchAccountFacts facts) => Why(facts, StorageFeature.ApplicationPackages, "application packages");

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
