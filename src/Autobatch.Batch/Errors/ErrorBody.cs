using System.Text.Json;

namespace Autobatch.Batch;

/// <summary>The error body on the wire: flat, the message with a language and a tail of request id and time (FACTS A.3).</summary>
internal sealed record ErrorBody(string? Code, ErrorBody.Text? Message, IReadOnlyList<ErrorBody.Pair>? Values)
{
    internal sealed record Text(string? Lang, string? Value);

    internal sealed record Pair(string? Key, string? Value);

    public BatchError ToError() => new(
        Code ?? "",
        WithoutTail(Message?.Value ?? ""),
        Values is null ? [] : [.. Values.Select(v => new BatchErrorDetail(v.Key ?? "", v.Value ?? ""))]);

    /// <summary>Never throws: a proxy's page or an empty body becomes an error without a code.</summary>
    public static BatchError Read(BinaryData? content, string reason)
    {
        if (content is null || content.ToMemory().IsEmpty)
            return new BatchError("", reason, []);
        try
        {
            return JsonSerializer.Deserialize(content.ToMemory().Span, BatchJson.Default.ErrorBody)?.ToError() ?? new BatchError("", reason, []);
        }
        catch (JsonException)
        {
            return new BatchError("", reason, []);
        }
    }

    private static string WithoutTail(string message)
    {
        int tail = message.IndexOf("\nRequestId:", StringComparison.Ordinal);
        return (tail < 0 ? message : message[..tail]).TrimEnd();
    }
}
