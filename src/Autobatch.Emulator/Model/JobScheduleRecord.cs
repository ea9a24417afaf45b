using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Model;

/// <summary>A job schedule at one moment.</summary>
internal sealed record JobScheduleRecord
{
    public required string Id { get; init; }

    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>Of the schedule itself: jobs that come and go do not change it.</summary>
    public required DateTimeOffset LastModified { get; init; }

    public required StateHistory<JobScheduleState> State { get; init; }

    /// <summary>The body as it was sent, with later patches merged in.</summary>
    [JsonIgnore]
    public JsonElement Definition { get; init; }

    /// <summary>When its jobs are due.</summary>
    [JsonIgnore]
    public Recurrence Times { get; init; } = Recurrence.Once;

    /// <summary>When the next job is due; in the past while it waits for the one before. Null when none will come.</summary>
    public DateTimeOffset? NextRunTime { get; init; }

    /// <summary>When the most recent job was due.</summary>
    public DateTimeOffset? LastRunTime { get; init; }

    /// <summary>Jobs so far: the number in the id of the most recent one.</summary>
    public int JobCount { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The pool that its jobs share; null when they have none of their own, or one each.</summary>
    public string? AutoPoolId { get; init; }

    public string ETag => WireTime.ETag(LastModified);

    /// <summary>The most recent job; it may have been deleted since. Null before the first (FACTS R.5).</summary>
    [JsonIgnore]
    public string? RecentJobId => JobCount == 0 ? null : $"{Id}:job-{JobCount}";

    /// <summary>The schedule that made a job of this id, or null: no job of a request has a colon.</summary>
    public static string? OfJob(string jobId) => jobId.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? jobId[..colon] : null;
}
