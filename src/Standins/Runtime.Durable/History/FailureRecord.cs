using System.Text.Json;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Runtime.Durable.History;

/// <summary>A failure with the framework's property names.</summary>
internal sealed record FailureRecord(
    string ErrorType, string ErrorMessage, string? StackTrace, FailureRecord? InnerFailure, bool IsNonRetriable)
{
    public static FailureRecord From(Exception exception) => From(TaskFailureDetails.FromException(exception));

    public static FailureRecord From(TaskFailureDetails details) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace,
        details.InnerFailure is { } inner ? From(inner) : null,
        IsNonRetriable: false);

    /// <summary>A failure of the engine's own making.</summary>
    public static FailureRecord Of(string errorType, string message) => new(errorType, message, null, null, IsNonRetriable: false);

    public static FailureRecord? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HistoryJsonContext.Default.FailureRecord);

    public TaskFailureDetails ToDetails() => new(ErrorType, ErrorMessage, StackTrace, InnerFailure?.ToDetails(), null);

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJsonContext.Default.FailureRecord);
}
