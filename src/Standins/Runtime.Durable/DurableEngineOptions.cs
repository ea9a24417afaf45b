using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Autobatch.Standins.Runtime.Durable;

/// <summary>Settings of the durable engine; <see cref="Validate"/> names the wrong one.</summary>
internal sealed record DurableEngineOptions
{
    /// <summary>The SQLite file, created with its folder when missing; null keeps everything in memory, for tests.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>Activities that run at the same time (<c>extensions.durableTask.maxConcurrentActivityFunctions</c>).</summary>
    public int MaxConcurrentActivities { get; init; } = 32;

    /// <summary>Orchestration steps that run at the same time (<c>…maxConcurrentOrchestratorFunctions</c>).</summary>
    public int MaxConcurrentOrchestrators { get; init; } = 32;

    /// <summary>Orchestrations that stay in memory between steps; others are replayed from their history when something arrives.</summary>
    public int MaxCachedInstances { get; init; } = 2000;

    public VersioningOptions Versioning { get; init; } = new();

    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;

    /// <exception cref="ArgumentOutOfRangeException">A bound is not positive.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrentActivities);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrentOrchestrators);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxCachedInstances);
        ArgumentNullException.ThrowIfNull(DataConverter);
    }
}
