using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>The parts of <c>host.json</c> that the local runtime heeds; others are ignored, as settings of other extensions are.</summary>
internal sealed record HostJson
{
    /// <summary>Longest run of one invocation; null for no bound (<c>"-1"</c>). Orchestrations have none.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What comes before every route, without slashes at its ends; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Blob invocations at the same time.</summary>
    public int BlobParallelism { get; init; } = 8;

    /// <summary>Attempts before a blob is poison.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;

    public QueueOptions Queues { get; init; } = new();

    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>The version of new orchestrations, and which ones this host works on.</summary>
    public VersioningOptions Versioning { get; init; } = new();

    /// <summary>Where log levels are, by category.</summary>
    public required IConfigurationSection Logging { get; init; }
}
