using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Model;

/// <summary>A job at one moment.</summary>
internal sealed record JobRecord
{
    public required string Id { get; init; }

    /// <summary>Order of arrival over the whole account.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required StateHistory<JobState> State { get; init; }

    /// <summary>The body as it was sent, with later patches merged in.</summary>
    [JsonIgnore]
    public JsonElement Definition { get; init; }

    /// <summary>What scheduling needs of the body.</summary>
    [JsonIgnore]
    public JobTraits Traits { get; init; } = JobTraits.None;

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The pool that was made for this job; null when it runs on another's.</summary>
    public string? AutoPoolId { get; init; }

    /// <summary>The pool it runs on; it need not exist. Empty when its auto pool could not be made.</summary>
    [JsonIgnore]
    public string PoolId => AutoPoolId ?? Traits.PoolId;

    /// <summary>Why it could not be scheduled at all.</summary>
    public Nodes.TaskFailure? SchedulingError { get; init; }

    public string? TerminateReason { get; init; }

    /// <summary>What disabling does to running tasks; only while disabling.</summary>
    public string? DisableTasks { get; init; }

    public string ETag => WireTime.ETag(LastModified);

    /// <summary>The directory of its tasks below a node's root, as <see cref="Nodes.Layout.NodeDirectories.Job"/> lays it out.</summary>
    public static string DirectoryOf(string jobId) =>
        JobScheduleRecord.OfJob(jobId) is { } schedule ? $"workitems/{schedule}/{jobId[(schedule.Length + 1)..]}" : $"workitems/{jobId}/job-1";
}

/// <summary>What scheduling needs of a job's body.</summary>
/// <param name="PoolId">The pool it runs on; the pool need not exist.</param>
/// <param name="Priority">-1000 to 1000.</param>
/// <param name="MaxParallelTasks">-1 is no limit.</param>
/// <param name="MaxRetries">Default for its tasks.</param>
/// <param name="MaxWallClockTime">From creation; null is no limit.</param>
/// <param name="TerminateWhenComplete">onAllTasksComplete is terminatejob.</param>
/// <param name="PerformExitActions">onTaskFailure is performexitoptionsjobaction.</param>
/// <param name="UsesTaskDependencies">Whether tasks may name dependsOn.</param>
internal sealed record JobTraits(
    string PoolId,
    int Priority,
    int MaxParallelTasks,
    int MaxRetries,
    TimeSpan? MaxWallClockTime,
    bool TerminateWhenComplete,
    bool PerformExitActions,
    bool UsesTaskDependencies)
{
    /// <summary>Runs on a node before its first task.</summary>
    public JobPreparation? Preparation { get; init; }

    /// <summary>Runs at the end of the job where preparation ran.</summary>
    public JobRelease? Release { get; init; }

    /// <summary>Its first task.</summary>
    public JobManager? Manager { get; init; }

    public static readonly JobTraits None = new("", 0, -1, 0, null, false, false, false);

    /// <summary>Reads a body that has passed validation.</summary>
    public static JobTraits Read(JsonElement job)
    {
        var retries = job.Property("constraints")?.Property("maxTaskRetryCount")?.GetInt32() ?? 0;
        return new(
            job.Property("poolInfo")?.Property("poolId")?.GetString() ?? "",
            job.Property("priority")?.GetInt32() ?? 0,
            job.Property("maxParallelTasks")?.GetInt32() ?? -1,
            retries,
            job.Property("constraints")?.Property("maxWallClockTime").Limit(),
            job.Property("onAllTasksComplete").Is("terminatejob"),
            job.Property("onTaskFailure").Is("performexitoptionsjobaction"),
            job.Property("usesTaskDependencies")?.GetBoolean() ?? false)
        {
            Preparation = JobPreparation.Read(job.Property("jobPreparationTask"), retries),
            Release = JobRelease.Read(job.Property("jobReleaseTask")),
            Manager = JobManager.Read(job.Property("jobManagerTask")),
        };
    }
}
