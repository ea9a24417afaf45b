using Azure;

namespace Autobatch.Batch;

/// <summary>
/// The service refused a request, or could not be reached (<see cref="RequestFailedException.Status"/> 0).
/// <see cref="RequestFailedException.ErrorCode"/> and <see cref="Code"/> are the same.
/// </summary>
public sealed class BatchException : RequestFailedException
{
    /// <summary>An error that the service answered with.</summary>
    public BatchException(int status, BatchError error, string request, string? requestId, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(status, Describe(status, error, request), error.Code, inner)
    {
        Error = error;
        RequestId = requestId;
        RetryAfter = retryAfter;
    }

    /// <summary>The service's code, such as <see cref="BatchErrorCodes.JobNotFound"/>; empty when the answer carried none.</summary>
    public string Code => Error.Code;

    /// <summary>The service's words, without the tail of request id and time.</summary>
    public string Sentence => Error.Message;

    /// <summary>What exactly was wrong; often empty.</summary>
    public IReadOnlyList<BatchErrorDetail> Details => Error.Details;

    /// <summary>The error as data.</summary>
    public BatchError Error { get; }

    /// <summary>The service's id of the failed request, to quote to support; null when it gave none.</summary>
    public string? RequestId { get; }

    /// <summary>How long the service asked to be left alone, when it did.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the same request may succeed later without anybody changing anything (throttling, server trouble, no connection).</summary>
    public bool IsTransient => Status is 0 or 408 or 429 or >= 500;

    private static string Describe(int status, BatchError error, string request) =>
        status == 0 ? $"{request}: {error.Message}" : $"{request}: {status} {error}";
}
