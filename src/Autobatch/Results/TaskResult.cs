using System.Text.Json;

namespace Autobatch.Results;

/// <summary>How one task ended.</summary>
public sealed record TaskResult
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its state in Batch: <c>completed</c>, or what it was in when the run ended.</summary>
    public required string State { get; init; }

    /// <summary><c>success</c> or <c>failure</c>; null when the task never ended.</summary>
    public string? Result { get; init; }

    /// <summary>The exit code; null when the process never ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Batch's <c>failureInfo</c>, as it stands.</summary>
    public JsonElement? FailureInfo { get; init; }

    /// <summary>Why the task could never run, when it could not.</summary>
    public string? Blocked { get; init; }

    /// <summary>When it last started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Times that Batch ran it again after a failure.</summary>
    public int RetryCount { get; init; }

    /// <summary>The blobs that it left.</summary>
    public IReadOnlyList<OutputBlob> Outputs { get; init; } = [];

    /// <summary>Whether it ended well.</summary>
    public bool Succeeded => string.Equals(Result, "success", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a task as the data plane lists it (id, state, executionInfo).</summary>
    public static TaskResult From(JsonElement task, IReadOnlyList<OutputBlob>? outputs = null, string? blocked = null)
    {
        JsonElement info = task.TryGetProperty("executionInfo", out JsonElement i) ? i : default;
        return new TaskResult
        {
            Id = task.GetProperty("id").GetString()!,
            State = Text(task, "state") ?? "active",
            Result = Text(info, "result"),
            ExitCode = Property(info, "exitCode") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : null,
            FailureInfo = Property(info, "failureInfo") is { ValueKind: JsonValueKind.Object } failure ? failure.Clone() : null,
            Blocked = blocked,
            StartTime = Property(info, "startTime") is { ValueKind: JsonValueKind.String } start ? start.GetDateTimeOffset() : null,
            EndTime = Property(info, "endTime") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : null,
            RetryCount = Property(info, "retryCount") is { ValueKind: JsonValueKind.Number } retries ? retries.GetInt32() : 0,
            Outputs = outputs ?? [],
        };
    }

    private static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement element, string name) => Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
