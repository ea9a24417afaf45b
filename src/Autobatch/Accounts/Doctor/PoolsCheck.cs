using System.Text.Json;
using Autobatch.Staging;

namespace Autobatch.Accounts.Doctor;

/// <summary>Whether nodes of the pools that are there get what they need of the linked storage account.</summary>
public static class PoolsCheck
{
    private const int MostNamed = 5;

    /// <summary>Judges the pools, as the data plane answers them.</summary>
    public static DoctorCheck Of(BatchAccountFacts facts, IReadOnlyList<JsonElement> pools)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(pools);
        JsonElement[] mounting = [.. pools.Where(p => StorageLimits.WhyNoMounts(p, facts) is not null)];
        JsonElement[] lacking = [.. pools.Where(p => StorageLimits.Lacks(p, facts) is not null)];
        return !facts.IsKnown ? DoctorCheck.Unknown(CheckNames.Pools, "Resource Manager told nothing of the account.")
            : mounting.Length > 0 ? DoctorCheck.Problem(
                CheckNames.Pools, $"{Names(mounting)}: no node mounts what the pool mounts. {StorageLimits.WhyNoMounts(mounting[0], facts)}", "Take the mount out of the pool, or link another storage account.")
            : lacking.Length > 0 ? DoctorCheck.Warning(
                CheckNames.Pools,
                $"{Names(lacking)}: without the identity {facts.Link!.IdentityOfNodes} nodes get neither packages nor containers by name.",
                "Delete the pool once it is idle, and the next run makes it with the identity; or give it the identity through Resource Manager while it has no nodes. An auto pool cannot have it.")
            : DoctorCheck.Ok(CheckNames.Pools, $"{pools.Count} pools; nothing stands between their nodes and the linked storage account.");
    }

    private static string Names(JsonElement[] pools) =>
        string.Join(", ", pools.Take(MostNamed).Select(p => $"'{p.GetProperty("id").GetString()}'")) + (pools.Length > MostNamed ? $" and {pools.Length - MostNamed} more" : "");
}
