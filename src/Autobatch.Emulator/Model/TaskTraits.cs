using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>What scheduling needs of a task's body.</summary>
/// <param name="RequiredSlots">Slots on its node, at least 1.</param>
/// <param name="DependsOnIds">Task ids that must satisfy.</param>
/// <param name="DependsOnRanges">Ranges of integer ids, inclusive, that must all satisfy.</param>
/// <param name="AffinityId">A node the task would like to run on.</param>
internal sealed record TaskTraits(int RequiredSlots, IReadOnlyList<string> DependsOnIds, IReadOnlyList<IdRange> DependsOnRanges, string? AffinityId)
{
    /// <summary>It must be alone on its node.</summary>
    public bool Exclusive { get; init; }

    /// <summary>It must not run on a low-priority node.</summary>
    public bool DedicatedOnly { get; init; }

    /// <summary>Null for an ordinary task.</summary>
    public MultiInstance? MultiInstance { get; init; }

    /// <summary>Nodes that it needs at once.</summary>
    public int Instances => MultiInstance?.Instances ?? 1;

    public static readonly TaskTraits None = new(1, [], [], null);

    /// <summary>Whether the task waits for others.</summary>
    public bool HasDependencies => DependsOnIds.Count + DependsOnRanges.Count > 0;

    /// <summary>Reads the body of a task, or of a job manager task, that has passed validation.</summary>
    public static TaskTraits Read(JsonElement task, bool manager) => manager
        ? Read(task) with
        {
            Exclusive = task.Property("runExclusive")?.GetBoolean() ?? true,
            DedicatedOnly = !(task.Property("allowLowPriorityNode")?.GetBoolean() ?? true),
        }
        : Read(task);

    /// <summary>Reads a body that has passed validation.</summary>
    public static TaskTraits Read(JsonElement task)
    {
        var slots = task.TryGetProperty("requiredSlots", out var s) && s.ValueKind == JsonValueKind.Number ? s.GetInt32() : 1;
        var affinity = task.TryGetProperty("affinityInfo", out var a) && a.ValueKind == JsonValueKind.Object
            && a.TryGetProperty("affinityId", out var id) ? id.GetString() : null;
        IReadOnlyList<string> ids = [];
        IReadOnlyList<IdRange> ranges = [];
        if (task.TryGetProperty("dependsOn", out var on) && on.ValueKind == JsonValueKind.Object)
        {
            if (on.TryGetProperty("taskIds", out var i) && i.ValueKind == JsonValueKind.Array)
            {
                ids = [.. i.EnumerateArray().Select(item => item.GetString()!)];
            }

            if (on.TryGetProperty("taskIdRanges", out var r) && r.ValueKind == JsonValueKind.Array)
            {
                ranges = [.. r.EnumerateArray().Select(item => new IdRange(item.GetProperty("start").GetInt32(), item.GetProperty("end").GetInt32()))];
            }
        }

        var instances = MultiInstance.Read(task);
        return slots == 1 && affinity is null && ids.Count + ranges.Count == 0 && instances is null ? None : new(slots, ids, ranges, affinity) { MultiInstance = instances };
    }
}

/// <summary>Integer task ids from start to end, both included.</summary>
internal readonly record struct IdRange(int Start, int End);
