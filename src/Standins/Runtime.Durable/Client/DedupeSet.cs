using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>The statuses that refuse a second start, from their names.</summary>
internal static class DedupeSet
{
    /// <exception cref="ArgumentException">A name is no runtime status.</exception>
    public static IReadOnlySet<OrchestrationRuntimeStatus> Parse(IReadOnlyList<string>? names)
    {
        HashSet<OrchestrationRuntimeStatus> statuses = [];
        foreach (string name in names ?? [])
        {
            bool isName = Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status) && !int.TryParse(name, out _);
            if (!isName || !StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Contains(status))
                throw new ArgumentException($"'{name}' is no runtime status that can refuse a start.", nameof(names));
            statuses.Add(status);
        }
        return statuses;
    }
}
