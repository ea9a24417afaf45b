using System.Text.Json;

namespace Autobatch.Functions.Api;

/// <summary>A task of a run.</summary>
internal sealed record TaskView
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public string? Result { get; init; }

    public int? ExitCode { get; init; }

    public JsonElement? FailureInfo { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public int RetryCount { get; init; }

    /// <summary>The Batch account, when the run was in several and its result tells it.</summary>
    public string? Account { get; init; }

    public string? NodeId { get; init; }
}
