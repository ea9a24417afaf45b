using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>A change of a pool's scaleSettings, which here is a resize or a switch of autoscale. Checked as a whole before anything is changed.</summary>
/// <param name="Formula">The formula and its interval; null is a fixed size.</param>
internal sealed record Scaling((string Text, TimeSpan Interval)? Formula, int Dedicated, int LowPriority, string Option, string? Timeout)
{
    /// <summary>What the settings change; null when nothing.</summary>
    /// <param name="pool">The pool as it is.</param>
    /// <param name="settings">Under the names of the data plane, or null.</param>
    /// <param name="options">For the bounds of the interval.</param>
    public static Scaling? Read(PoolEntry pool, JsonElement? settings, EmulatorOptions options)
    {
        if (settings is not { } wanted)
        {
            return null;
        }

        var record = pool.Record;
        var scaling = new Scaling(
            AutoScaleRules.OfPool(wanted, options),
            wanted.Property("targetDedicatedNodes")?.GetInt32() ?? record.TargetDedicated,
            wanted.Property("targetLowPriorityNodes")?.GetInt32() ?? record.TargetLowPriority,
            wanted.Property("nodeDeallocationOption")?.GetString()?.ToLowerInvariant() ?? "requeue",
            wanted.Property("resizeTimeout")?.GetString());
        if (scaling.IsSame(record))
        {
            return null;
        }

        return record.Allocation.Current == AllocationState.Steady ? scaling : throw Errors.PoolBeingResized.With();
    }

    public void Apply(Emulation services, PoolEntry pool)
    {
        if (Formula is var (text, interval))
        {
            services.AutoScale.Enable(pool, text, interval);
            services.Wakeup.Now();
            return;
        }

        if (pool.Record.AutoScale is not null)
        {
            services.AutoScale.Disable(pool);
        }

        if (!IsSize(pool.Record))
        {
            services.Pools.Resize(pool, Dedicated, LowPriority, Option, Timeout);
        }
    }

    private bool IsSame(PoolRecord pool) => Formula is var (text, interval)
        ? pool.AutoScale is { } now && now.Formula == text && now.Interval == interval
        : pool.AutoScale is null && IsSize(pool);

    private bool IsSize(PoolRecord pool) => (pool.TargetDedicated, pool.TargetLowPriority) == (Dedicated, LowPriority);
}
