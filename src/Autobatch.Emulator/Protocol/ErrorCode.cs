using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Protocol;

/// <summary>One row of an error catalogue.</summary>
/// <param name="Code">The code on the wire.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Sentence">First sentence of the message, word for word: users compare it.</param>
internal sealed record ErrorCode(string Code, int Status, string Sentence)
{
    /// <summary>The error with details; keys are unique, else .NET clients lose the whole error (FACTS A.3).</summary>
    public BatchException With(params (string Key, string Value)[] values) => new(this, values);

    /// <summary>An error about a property of the body; a secret is not told.</summary>
    public BatchException Property(string name, string? value, string reason) => value is null || Secrets.Has(name[(name.LastIndexOf('.') + 1)..])
        ? With(("PropertyName", name), ("Reason", reason))
        : With(("PropertyName", name), ("PropertyValue", value), ("Reason", reason));

    /// <summary>An error about a query parameter.</summary>
    public BatchException Query(string name, string value, string reason) =>
        With(("QueryParameterName", name), ("QueryParameterValue", value), ("Reason", reason));

    /// <summary>An error about a header.</summary>
    public BatchException Header(string name, string value) => With(("HeaderName", name), ("HeaderValue", value));
}

/// <summary>Ends a request with an error of the catalogue.</summary>
internal sealed class BatchException(ErrorCode error, IReadOnlyList<(string Key, string Value)> values) : Exception(error.Sentence)
{
    public ErrorCode Error { get; } = error;

    public IReadOnlyList<(string Key, string Value)> Values { get; } = values;

    /// <summary>When the client may try again; null is not said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
