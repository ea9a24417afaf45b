using System.Text.Json;

namespace Autobatch.Functions.Runs;

/// <summary>What a pool's nodes are, as far as room and price go.</summary>
/// <param name="VmSize">Their size; null when the pool does not say.</param>
/// <param name="TaskSlotsPerNode">Slots of one.</param>
/// <param name="IsLowPriority">Whether all of them are low-priority ones.</param>
internal sealed record PoolNodes(string? VmSize, int TaskSlotsPerNode, bool IsLowPriority)
{
    /// <summary>The nodes of a pool by its REST body.</summary>
    public static PoolNodes Of(JsonElement pool)
    {
        string? vmSize = pool.TryGetProperty("vmSize", out JsonElement size) && size.ValueKind == JsonValueKind.String ? size.GetString() : null;
        return new PoolNodes(vmSize, Math.Max(1, Number(pool, "taskSlotsPerNode")), Number(pool, "targetDedicatedNodes") <= 0 && Number(pool, "targetLowPriorityNodes") > 0);
    }

    private static int Number(JsonElement pool, string name) =>
        pool.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : 0;
}
