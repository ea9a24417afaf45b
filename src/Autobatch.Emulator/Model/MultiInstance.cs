using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>What makes a task run on several nodes at once (FACTS C.3).</summary>
/// <param name="Instances">Nodes that it needs, the primary's included.</param>
internal sealed record MultiInstance(int Instances)
{
    /// <summary>Reads a task's body that has passed validation; null is an ordinary task.</summary>
    public static MultiInstance? Read(JsonElement task) => task.Property("multiInstanceSettings") is { } settings
        ? new(settings.Property("numberOfInstances")?.GetInt32() ?? 1)
        : null;

    /// <summary>Such a task is never scheduled on another pool, and waits for ever.</summary>
    public static bool Admits(PoolRecord pool) => pool.Traits is { SlotsPerNode: 1, InterNode: true };
}
