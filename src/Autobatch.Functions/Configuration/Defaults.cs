using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Autobatch.Functions.Configuration;

/// <summary>Settings that triggers name (<c>%…%</c>), so that they exist when nobody sets them.</summary>
internal static class Defaults
{
    public const string AuditSchedule = "Autobatch:Audit:Schedule";
    public const string SweepSchedule = "Autobatch:Sweep:Schedule";
    public const string RetentionSchedule = "Autobatch:Retention:Schedule";
    public const string PruneSchedule = $"{PruneOptions.Section}:Schedule";

    private static readonly Dictionary<string, string?> s_values = new()
    {
        [AuditSchedule] = "*/10 * * * * *",
        [SweepSchedule] = "30 * * * * *",
        [RetentionSchedule] = "0 17 3 * * *",
        [PruneSchedule] = "0 30 3 * * *",
        [$"{EventOptions.Section}:Queue"] = "autobatch-events",
        [$"{EventOptions.Section}:BlobPoisonQueue"] = "webjobs-blobtrigger-poison",
        [$"{ContainerOptions.Section}:Packages"] = "packages",
        [$"{ContainerOptions.Section}:Jobs"] = "jobs",
        [$"{ContainerOptions.Section}:Workloads"] = "workloads",
        [$"{ContainerOptions.Section}:Inputs"] = "inputs",
        [$"{ContainerOptions.Section}:Outputs"] = "outputs",
        [$"{ContainerOptions.Section}:Results"] = "results",
        [$"{ContainerOptions.Section}:Pools"] = "pools",
        [$"{ContainerOptions.Section}:Staged"] = "staged",
        [$"{ContainerOptions.Section}:Markers"] = "markers",
    };

    /// <summary>Puts the defaults before every other source, so that any of them wins.</summary>
    public static void AddTo(IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_values });
}
