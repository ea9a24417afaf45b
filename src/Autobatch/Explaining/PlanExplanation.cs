using System.Text.Json;
using Autobatch.Manifests;

namespace Autobatch.Explaining;

/// <summary>What a plan comes to, told from bounds: no task but those of the first and last chunk was made for it.</summary>
public sealed record PlanExplanation
{
    /// <summary>Tasks of the job, the merge task among them.</summary>
    public required int Tasks { get; init; }

    /// <summary>Chunks of at most 100 tasks, each one request unless its tasks are large.</summary>
    public required int Chunks { get; init; }

    /// <summary>One task, in bytes.</summary>
    public required SizeBound TaskBytes { get; init; }

    /// <summary>One task's list of resource files, in characters.</summary>
    public required SizeBound ResourceFileChars { get; init; }

    /// <summary>The largest chunk if it were one request, in bytes; one that does not fit is sent as several.</summary>
    public required SizeBound ChunkBytes { get; init; }

    /// <summary>The body that creates the job, without credentials.</summary>
    public required JsonElement Job { get; init; }

    /// <summary>The first task's body, without credentials; null when there is none.</summary>
    public required JsonElement? FirstTask { get; init; }

    /// <summary>The last task's body that is no merge task, without credentials; null when there is none.</summary>
    public required JsonElement? LastTask { get; init; }

    /// <summary>The merge task's body, without credentials; null without one.</summary>
    public required JsonElement? MergeTask { get; init; }

    /// <summary>What is wrong with tasks.</summary>
    public required IReadOnlyList<ManifestError> Errors { get; init; }
}
