using Autobatch.Functions.Api;

namespace Autobatch.Functions.Runs.Notify;

/// <summary>What a call tells.</summary>
internal sealed record NotifyBody
{
    /// <summary>Always <c>run.ended</c>.</summary>
    public string Event { get; init; } = "run.ended";

    public required string RunId { get; init; }

    public string? ManifestId { get; init; }

    public string? Workload { get; init; }

    public string? RerunOf { get; init; }

    public required string Status { get; init; }

    public required NotifyCounts Tasks { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public RunErrorView? Error { get; init; }

    public required RunLinks Links { get; init; }
}
