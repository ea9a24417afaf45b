using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>How long the nodes that a pool has now have been its, in cores. Nodes that have left it are not remembered.</summary>
/// <param name="Start">From when it counts.</param>
/// <param name="End">Until when.</param>
/// <param name="Dedicated">Core time of dedicated nodes.</param>
/// <param name="Total">Core time of all nodes.</param>
internal sealed record PoolUsage(DateTimeOffset Start, DateTimeOffset End, TimeSpan Dedicated, TimeSpan Total)
{
    /// <summary>The usage from the creation of the pool, or later, until the end. Under the gate.</summary>
    public static PoolUsage Of(PoolEntry pool, DateTimeOffset end, DateTimeOffset? start = null)
    {
        var from = start > pool.Record.CreationTime ? start.Value : pool.Record.CreationTime;
        var cores = pool.Cores;
        TimeSpan Time(Func<NodeRecord, bool> counts) => pool.Nodes.Values.Select(node => node.Record).Where(counts).Aggregate(TimeSpan.Zero, (sum, node) =>
        {
            var began = node.AllocationTime > from ? node.AllocationTime : from;
            return began < end ? sum + ((end - began) * cores) : sum;
        });
        return new(from, end, Time(node => node.Dedicated), Time(_ => true));
    }

    /// <summary>The stats of a pool (FACTS B); what only real machines could tell is left out.</summary>
    public void Write(Utf8JsonWriter writer, string url)
    {
        writer.WriteStartObject();
        TaskStatistics.WriteRange(writer, url, Start, End);
        writer.WriteStartObject("usageStats");
        TaskStatistics.WriteRange(writer, null, Start, End);
        writer.WriteString("dedicatedCoreTime", WireTime.Format(Dedicated));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
