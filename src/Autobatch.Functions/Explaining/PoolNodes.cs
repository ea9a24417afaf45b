using System.Text.Json;
using Autobatch.Batch;

namespace Autobatch.Functions.Explaining;

/// <summary>What a pool's nodes are, as far as their price goes.</summary>
/// <param name="VmSize">Their size; null when the pool does not say.</param>
/// <param name="TaskSlotsPerNode">Slots of one.</param>
/// <param name="IsLowPriority">Whether all of them are low-priority ones.</param>
internal sealed record PoolNodes(string? VmSize, int TaskSlotsPerNode, bool IsLowPriority)
{
    public static PoolNodes Of(PoolState pool) =>
        new(pool.VmSize, pool.TaskSlotsPerNode, pool is { TargetDedicatedNodes: 0, TargetLowPriorityNodes: > 0 });

    /// <summary>The nodes that a pool's REST body asks for.</summary>
    public static PoolNodes Of(JsonElement pool)
    {
        string? vmSize = pool.TryGetProperty("vmSize", out JsonElement size) && size.ValueKind == JsonValueKind.String ? size.GetString() : null;
        return new PoolNodes(vmSize, Math.Max(1, Number(pool, "taskSlotsPerNode")), Number(pool, "targetDedicatedNodes") <= 0 && Number(pool, "targetLowPriorityNodes") > 0);
    }

    private static int Number(JsonElement pool, string name) =>
        pool.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : 0;
}
