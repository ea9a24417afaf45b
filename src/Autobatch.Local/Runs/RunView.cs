using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Local.Runs;

/// <summary>What <c>GET /api/runs/{id}</c> tells of a run, as far as we show it.</summary>
internal sealed record RunView
{
    public string Status { get; init; } = string.Empty;

    public string? Stage { get; init; }

    public string? WaitingFor { get; init; }

    [JsonPropertyName("tasks")]
    public RunCounts? Counts { get; init; }

    public RunProblem? Error { get; init; }
}

/// <summary>Tasks by state.</summary>
internal sealed record RunCounts
{
    public int Total { get; init; }

    public int Running { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    [JsonIgnore]
    public int Done => Succeeded + Failed;
}

/// <summary>Why a run did not become one, or ended badly.</summary>
internal sealed record RunProblem
{
    public string? Code { get; init; }

    public string? Detail { get; init; }
}

/// <summary>One page of <c>GET /api/runs/{id}/tasks</c>.</summary>
internal sealed record TaskPage
{
    public IReadOnlyList<TaskView> Tasks { get; init; } = [];

    public string? ContinuationToken { get; init; }
}

/// <summary>One task of a run.</summary>
internal sealed record TaskView
{
    public string Id { get; init; } = string.Empty;

    public string? Result { get; init; }

    public int? ExitCode { get; init; }

    public JsonElement? FailureInfo { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class RunJson : JsonSerializerContext;
