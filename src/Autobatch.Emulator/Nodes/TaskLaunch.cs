using System.Text.Json;
using Autobatch.Emulator.Nodes.Mounts;

namespace Autobatch.Emulator.Nodes;

/// <summary>One attempt of one task, ready to run: everything the control side knows is resolved already.</summary>
/// <param name="Place">Node, job and task.</param>
/// <param name="AccountUrl">Value of AZ_BATCH_ACCOUNT_URL.</param>
/// <param name="Task">The task in REST words: commandLine, resourceFiles, outputFiles, environmentSettings, constraints, …</param>
/// <param name="CommonEnvironment">The job's commonEnvironmentSettings; the task's own settings win.</param>
/// <param name="Packages">Application packages of pool and task, versions resolved.</param>
/// <param name="MaxWallClockTime">Limit for the process of this attempt; null is no limit.</param>
/// <param name="Attempt">0 for the first run, counted over retries and requeues.</param>
/// <param name="RetriesLeft">A non-zero exit code of this attempt will be retried, so output files are not due yet.</param>
/// <param name="Dedicated">Value of AZ_BATCH_NODE_IS_DEDICATED.</param>
internal sealed record TaskLaunch(
    TaskPlace Place,
    string AccountUrl,
    JsonElement Task,
    IReadOnlyList<EnvironmentSetting> CommonEnvironment,
    IReadOnlyList<PackageToDeploy> Packages,
    TimeSpan? MaxWallClockTime,
    int Attempt,
    bool RetriesLeft,
    bool Dedicated = true)
{
    /// <summary>The task whose directory AZ_BATCH_JOB_PREP_DIR names; null when the job has no preparation task, or for that task itself.</summary>
    public string? PreparationId { get; init; }

    /// <summary>When the body was sent: not later than that were the signatures of its URLs made. Null is not known.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>What the pool mounts on its nodes.</summary>
    public IReadOnlyList<BlobMount> Mounts { get; init; } = [];

    /// <summary>What a multi-instance task knows of its instances; null for other tasks.</summary>
    public InstanceLaunch? Instance { get; init; }

    /// <summary>Value of AZ_BATCH_AUTHENTICATION_TOKEN; null for tasks that have none. Lives in the process's environment only.</summary>
    public string? AuthenticationToken { get; init; }
}

/// <summary>One instance of a multi-instance task (FACTS C.3, C.4).</summary>
/// <param name="Coordinates">Whether the coordination command is to be run, after the common resource files; else, on the primary, the task's own command.</param>
/// <param name="Hosts">Addresses of the nodes, the primary's first.</param>
/// <param name="Cores">Cores of each node.</param>
internal sealed record InstanceLaunch(bool Coordinates, IReadOnlyList<string> Hosts, int Cores);

/// <summary>A node of a pool of an account.</summary>
internal sealed record NodePlace(string Account, string PoolId, string NodeId);

/// <summary>A task of a job, on the node where it ran last.</summary>
internal sealed record TaskPlace(NodePlace Node, string JobId, string TaskId)
{
    /// <summary>Which instance of a multi-instance task; 0 is the primary, and any other task.</summary>
    public int Subtask { get; init; }

    /// <summary>The place of a node's start task, which belongs to no job.</summary>
    public static TaskPlace OfStartTask(NodePlace node) => new(node, "", "");

    /// <summary>Whether this is a start task.</summary>
    public bool IsStartTask => JobId.Length == 0 && TaskId.Length == 0;
}

/// <summary>One environment variable as the REST body gives it.</summary>
internal sealed record EnvironmentSetting(string Name, string Value);
