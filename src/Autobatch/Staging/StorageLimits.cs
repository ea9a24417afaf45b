using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Planning;

namespace Autobatch.Staging;

/// <summary>What a run asks for that the linked storage account does not give: with a firewall or a hierarchical namespace neither packages nor mounts work.</summary>
public static class StorageLimits
{
    /// <summary>What will not work, with code, message and place in the manifest; empty when all will, or when nothing is known.</summary>
    public static IReadOnlyList<(string Code, string Message, string Pointer)> Of(RunPlan plan, BatchAccountFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { Link: { } link, Storage: { } storage } || !(storage.IsHierarchical || storage.IsFirewalled))
        {
            return [];
        }

        List<(string, string, string)> found = [];
        if (plan.Packages.Count > 0)
        {
            found.Add((ErrorCodes.PackagesUnavailable, Message(facts, StorageFeature.ApplicationPackages, "application packages"), "/applications"));
        }

        if (Mounts(plan).Contains(link.StorageAccount, StringComparer.OrdinalIgnoreCase))
        {
            found.Add((ErrorCodes.MountsUnavailable, Message(facts, StorageFeature.Mounts, $"mounts of '{link.StorageAccount}'"), "/poolInfo/autoPoolSpecification/pool/mountConfiguration"));
        }

        return found;
    }

    private static string Message(BatchAccountFacts facts, StorageFeature feature, string what)
    {
        FeatureSupport support = StorageMatrix.Of(facts, feature);
        return $"Account '{facts.Name}' has no {what}: {support.Reason} {support.Mend}".TrimEnd();
    }

    // The storage accounts that an auto pool mounts.
    private static IEnumerable<string> Mounts(RunPlan plan) =>
        plan.AutoPool is { } pool && pool.TryGetProperty("mountConfiguration", out JsonElement mounts)
            ? mounts.EnumerateArray().SelectMany(m => m.EnumerateObject()).Where(p => p.Value.ValueKind == JsonValueKind.Object && p.Value.TryGetProperty("accountName", out _))
                .Select(p => plan.Values.Expand(p.Value.GetProperty("accountName").GetString()!))
            : [];
}
