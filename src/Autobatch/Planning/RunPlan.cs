using System.Text.Json;
using Autobatch.Manifests;
using Autobatch.Packages;
using Autobatch.Planning.Sweeps;
using Autobatch.Staging;

namespace Autobatch.Planning;

/// <summary>What carrying out a manifest takes; made anew from the manifest wherever it is needed, always the same.</summary>
public sealed class RunPlan
{
    /// <summary>The id of a merge task that the manifest gives none.</summary>
    internal const string DefaultMergeTaskId = "merge";

    internal RunPlan(JobManifest manifest, RunContext context, PlaceholderValues values)
    {
        Manifest = manifest;
        Context = context;
        Values = values;
    }

    /// <summary>The run's id.</summary>
    public string RunId => Context.RunId;

    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The pool that takes the job; null for an auto pool.</summary>
    public required string? PoolId { get; init; }

    /// <summary>The Batch accounts that may take the run, in order; empty when the manifest leaves that open. A single one is waited for.</summary>
    public required IReadOnlyList<string> BatchAccounts { get; init; }

    /// <summary>Whether the job brings its own pool specification.</summary>
    public required bool UsesAutoPool { get; init; }

    /// <summary>Slots of an auto pool's nodes; null when the job runs on a pool by id.</summary>
    public required int? AutoPoolSlots { get; init; }

    /// <summary>The REST body of an auto pool; null when the job runs on a pool by id, or the specification leaves it out.</summary>
    public JsonElement? AutoPool =>
        Manifest.Root.TryGetProperty("poolInfo", out JsonElement info) && info.TryGetProperty("autoPoolSpecification", out JsonElement automatic)
        && automatic.TryGetProperty("pool", out JsonElement pool)
            ? pool
            : null;

    /// <summary>Application packages that must be active before the job is made.</summary>
    public required IReadOnlyList<PackageReference> Packages { get; init; }

    /// <summary>What the manifest says of packages besides naming them, under <c>applications</c>.</summary>
    public required IReadOnlyList<ManifestPackage> Applications { get; init; }

    /// <summary>The manifest's entry for a package: a reference without a version means the version that the manifest makes the default. Null when there is none.</summary>
    public ManifestPackage? Listed(PackageReference package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Applications.FirstOrDefault(a => package.Version is not null
            ? a.Reference == package
            : a.MakeDefault && string.Equals(a.Reference.ApplicationId, package.ApplicationId, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether tasks may get packages as resource files.</summary>
    public bool FallsBack => Applications.Any(a => a.FallsBack);

    /// <summary>Containers of the autostorage account that must exist, since something is read from them.</summary>
    public required IReadOnlyList<string> ReadContainers { get; init; }

    /// <summary>Whether resource files name containers.</summary>
    public bool NamesContainers => Context.Lists.Count > 0 || ResourceFileWalk.Of(Manifest.Root).Any(f => f.File.TryGetProperty("autoStorageContainerName", out _));

    /// <summary>Whether every file of another host has its copy, as tasks need it.</summary>
    public bool HasCopies => ExternalCopies.Of(this).All(url => Context.Copied.ContainsKey(url.AbsoluteUri));

    /// <summary>Containers that outputs go to; made when missing.</summary>
    public required IReadOnlyList<string> WriteContainers { get; init; }

    /// <summary>Every container that tasks upload to.</summary>
    public IEnumerable<string> UploadContainers => Context.MarkersContainer is { } markers ? WriteContainers.Append(markers) : WriteContainers;

    /// <summary>The most slots that any one task asks for.</summary>
    public required int RequiredSlots { get; init; }

    /// <summary>The source of a factory over files; null when the manifest alone says what the tasks are.</summary>
    public required TaskSource? Source { get; init; }

    /// <summary>The sweep of a factory over numbers and values; null otherwise.</summary>
    public required Sweep? Sweep { get; init; }

    /// <summary>Most tasks that the factory may make.</summary>
    public required int MaxTasks { get; init; }

    /// <summary>Tasks that the manifest lists or sweeps, without a merge task; 0 for a factory over files.</summary>
    public required int FixedTasks { get; init; }

    /// <summary>Whether a merge task follows the factory's tasks.</summary>
    public bool HasMergeTask => MergeTaskId is not null;

    /// <summary>The merge task's id; null without one.</summary>
    public required string? MergeTaskId { get; init; }

    /// <summary>Whether tasks depend on one another, so that the job must say so.</summary>
    public required bool UsesTaskDependencies { get; init; }

    /// <summary>The longest that any one task may run; null when nothing bounds it.</summary>
    public required TimeSpan? MaxTaskWallClock { get; init; }

    /// <summary>The longest that the job may live; null when nothing bounds it.</summary>
    public required TimeSpan? MaxJobWallClock { get; init; }

    /// <summary>Whether the job is terminated when its tasks are complete, which is what sealing asks for (the default), or stays active.</summary>
    public required bool TerminateWhenComplete { get; init; }

    /// <summary>Whether the job's <c>onTaskFailure</c> lets the end of a task act on the job.</summary>
    public bool TasksActOnJob =>
        Manifest.Root.TryGetProperty("onTaskFailure", out JsonElement mode)
        && string.Equals(mode.GetString(), "performexitoptionsjobaction", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where to tell that the run ended; null for nowhere.</summary>
    public required Uri? NotifyUrl { get; init; }

    internal JobManifest Manifest { get; }

    internal RunContext Context { get; }

    internal PlaceholderValues Values { get; }

    /// <summary>The manifest as JSON, with the values of its parameters as their defaults: from it alone the same plan can be made again.</summary>
    public ReadOnlyMemory<byte> ToManifest() => ManifestParameters.Bind(Manifest, Context.Parameters);

    /// <summary>How many tasks the run has, when its source holds <paramref name="files"/> files. A job manager task is not counted.</summary>
    public int TaskCount(int files) => MergedTasks(files) + (HasMergeTask ? 1 : 0);

    /// <summary>
    /// Whether the task that must end last is known, so that it can tell of the run's end: the merge task, or a job's only task. Not so when a job manager adds
    /// tasks, or when the job stays active.
    /// </summary>
    internal bool MarksEnd(int files) =>
        Context.MarkersContainer is not null && TerminateWhenComplete && !Manifest.Root.TryGetProperty("jobManagerTask", out _) && (HasMergeTask || TaskCount(files) == 1);

    /// <summary>How many tasks that is without the merge task.</summary>
    internal int MergedTasks(int files) => Source is null ? FixedTasks : files;

    /// <summary>How many chunks of <see cref="TaskChunk.Size"/> that makes.</summary>
    public int ChunkCount(int files) => (TaskCount(files) + TaskChunk.Size - 1) / TaskChunk.Size;
}
