using Autobatch.Manifests;

namespace Autobatch.Workloads;

/// <summary>A workload's document that passed <see cref="WorkloadReader"/>.</summary>
public sealed class Workload
{
    internal Workload(ManifestText text) => Text = text;

    /// <summary>Which files make a batch.</summary>
    public required WorkloadRule Rule { get; init; }

    /// <summary>What each run does, with the values that the document gives its parameters.</summary>
    public required JobManifest Manifest { get; init; }

    /// <summary>Share of an account beside other workloads; 1 to 1000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Most tasks that an account may have of it at a time; null without a bound.</summary>
    public int? MaxActiveTasks { get; init; }

    /// <summary>Whether it is to be paused; null when the document does not say.</summary>
    public bool? Paused { get; init; }

    /// <summary>The document as JSON, also when it was written as YAML.</summary>
    public ReadOnlyMemory<byte> Utf8 => Text.Utf8;

    internal ManifestText Text { get; }
}
