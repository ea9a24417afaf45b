using System.Text.Json;
using Autobatch.Explaining;

namespace Autobatch.Functions.Explaining;

/// <summary>The answer of <c>POST /api/explain</c>; docs/explain.md describes it.</summary>
internal sealed record ExplainView
{
    /// <summary>Whether nothing stands against the run.</summary>
    public required bool Ok { get; init; }

    /// <summary>The first of the faults.</summary>
    public ExplainedFault? FirstFault { get; init; }

    public required IReadOnlyList<ExplainedFault> Faults { get; init; }

    public string? ManifestId { get; init; }

    public int? Tasks { get; init; }

    public int? Chunks { get; init; }

    /// <summary>Sub-orchestrations that add the chunks.</summary>
    public int? Windows { get; init; }

    public ExplainedSizes? Sizes { get; init; }

    public ExplainedBodies? Bodies { get; init; }

    public ExplainedFiles? Files { get; init; }

    public ExplainedStaging? Staging { get; init; }

    public IReadOnlyList<ExplainedPackage>? Packages { get; init; }

    public ExplainedPool? Pool { get; init; }

    /// <summary>Where the run would go at this moment.</summary>
    public ExplainedPlacement? Placement { get; init; }

    public ExplainedQuota? Quota { get; init; }

    public ExplainedCost? Cost { get; init; }
}

/// <summary>One rule that fails.</summary>
internal sealed record ExplainedFault(string Code, string Message, string Mend, string? Pointer, int? Line, int? Column, string? Suggestion);

internal sealed record ExplainedSizes(SizeBound TaskBytes, SizeBound ResourceFileChars, SizeBound ChunkBytes);

/// <summary>REST bodies as they would be sent, without credentials. The run's id is all zeros in them.</summary>
internal sealed record ExplainedBodies(JsonElement Job, JsonElement? FirstTask, JsonElement? LastTask, JsonElement? MergeTask);

internal sealed record ExplainedFiles(string Container, string BlobPrefix, int Matched);

/// <summary>What would be brought to storage for the tasks.</summary>
/// <param name="Container">Where to.</param>
/// <param name="Contents">Inline contents.</param>
/// <param name="Copies">Files of other hosts.</param>
/// <param name="Lists">Lists of resource files that are too long for Batch, and would be given as containers.</param>
internal sealed record ExplainedStaging(string Container, ExplainedContents Contents, IReadOnlyList<ExplainedCopy> Copies, IReadOnlyList<ExplainedList> Lists);

/// <param name="Items">Entries of the list that are put together.</param>
/// <param name="Files">The files that they come to.</param>
/// <param name="Bytes">Their size together, as far as it is known without asking for each.</param>
/// <param name="Unchanged">Whether all of it is there already, so that nothing would be copied.</param>
internal sealed record ExplainedList(int Items, int Files, long Bytes, bool Unchanged);

/// <param name="Blobs">Different contents.</param>
/// <param name="Bytes">Their size together.</param>
internal sealed record ExplainedContents(int Blobs, long Bytes);

/// <param name="Url">Where from, without its query.</param>
/// <param name="Bytes">Its size; null when the host does not tell it.</param>
/// <param name="Unchanged">Whether this version is there already, so that nothing would be copied.</param>
internal sealed record ExplainedCopy(string Url, long? Bytes, bool Unchanged);

/// <param name="ApplicationId">The application.</param>
/// <param name="Version">The exact version; null when none is known yet.</param>
/// <param name="ByDefault">Whether the manifest leaves the version to the application.</param>
/// <param name="State"><c>active</c>, <c>registers</c> (the run would), <c>resourceFile</c> (tasks get the zip as a file), <c>waiting</c> or <c>missing</c>.</param>
/// <param name="Detail">What would be done, is waited for, or missing.</param>
internal sealed record ExplainedPackage(string ApplicationId, string? Version, bool ByDefault, string State, string? Detail)
{
    /// <summary>The zip that the manifest brings it in; null when it was dropped or registered before.</summary>
    public string? Source { get; init; }

    /// <summary>The zip's size.</summary>
    public long? Bytes { get; init; }

    /// <summary>The hash of a zip that tasks get as a file, once it is staged.</summary>
    public string? Sha256 { get; init; }
}

/// <param name="Id">The pool; null for an auto pool.</param>
/// <param name="State"><c>exists</c>, <c>defined</c> (it would be made), <c>auto</c> or <c>missing</c>.</param>
/// <param name="VmSize">The size of its nodes; null when the pool does not say.</param>
/// <param name="TaskSlotsPerNode">Slots of one node.</param>
/// <param name="RequiredSlots">The most slots that one task asks for.</param>
/// <param name="Fits">Whether that is room enough; null when the pool is not known.</param>
internal sealed record ExplainedPool(string? Id, string State, string? VmSize, int? TaskSlotsPerNode, int RequiredSlots, bool? Fits);

/// <param name="Account">The Batch account that would take the run.</param>
/// <param name="ActiveJobs">Active jobs in it, as far as they were counted.</param>
/// <param name="ActiveJobQuota">What the account allows; null when it was not told.</param>
/// <param name="ForRuns">How many of them runs may be.</param>
/// <param name="HasRoom">Whether a run would start without waiting.</param>
internal sealed record ExplainedQuota(string Account, int ActiveJobs, int? ActiveJobQuota, int? ForRuns, bool HasRoom);
