using System.Text.Json;
using Autobatch.Runs;

namespace Autobatch.Planning;

/// <summary>What a plan needs to know besides the manifest.</summary>
public sealed record RunContext
{
    /// <summary>The run's id (<see cref="Ids"/>).</summary>
    public required string RunId { get; init; }

    /// <summary>The run under whose id outputs lie, which is what <c>{run.id}</c> stands for; null for the run's own.</summary>
    public string? OutputsRunId { get; init; }

    /// <summary>The blob that started the run; null when it came by HTTP.</summary>
    public TriggerInfo? Trigger { get; init; }

    /// <summary>The batch of files that a workload's run works on; null for other runs.</summary>
    public BatchInfo? Batch { get; init; }

    /// <summary>Values of parameters, by name; the manifest's defaults fill the rest.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What names the app in the job's metadata; null leaves it out.</summary>
    public string? AppId { get; init; }

    /// <summary>The run's trace, as every task of its job finds it in <c>TRACEPARENT</c>; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Where stdout and stderr of every task are kept.</summary>
    public string OutputsContainer { get; init; } = "outputs";

    /// <summary>Where the last task of a run leaves a mark when it has completed; null for nowhere.</summary>
    public string? MarkersContainer { get; init; }

    /// <summary>Where inline content and copies are staged.</summary>
    public string StagedContainer { get; init; } = "staged";

    /// <summary>Hosts that files may be copied from.</summary>
    public HostPolicy Copies { get; init; } = HostPolicy.None;

    /// <summary>Names of the staged blobs that URLs were copied to, by URL. A run gets them once.</summary>
    public IReadOnlyDictionary<string, string> Copied { get; init; } = new Dictionary<string, string>();

    /// <summary>Containers that lists of resource files are given as, by the lists' keys (<see cref="Staging.StagedList"/>).</summary>
    public IReadOnlyDictionary<string, string> Lists { get; init; } = new Dictionary<string, string>();

    /// <summary>The pool for manifests that name none; null when there is no such pool.</summary>
    public string? DefaultPoolId { get; init; }

    /// <summary>Exact versions for package references that name none, by application in any case. A run gets them once.</summary>
    public IReadOnlyDictionary<string, string> DefaultVersions { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the run may tell that it ended.</summary>
    public HostPolicy Notify { get; init; } = HostPolicy.None;

    /// <summary>Names of the configured Batch accounts; null when they are not known, then every name in a manifest is taken.</summary>
    public IReadOnlyList<string>? BatchAccounts { get; init; }

    /// <summary>Most tasks that a factory may make when the manifest sets no bound.</summary>
    public int MaxTasks { get; init; } = 100_000;

    /// <summary>Whether stdout and stderr of every task are kept; what a task's own outputFiles say holds either way.</summary>
    public bool KeepStandardStreams { get; init; } = true;
}
