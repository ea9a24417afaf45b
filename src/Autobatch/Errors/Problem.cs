using System.Text.Json;
using System.Text.Json.Serialization;
using Autobatch.Manifests;

namespace Autobatch.Errors;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457) with our stable <c>code</c>; the same shape is written to <c>error.json</c>.</summary>
public sealed record Problem
{
    /// <summary>The media type of the JSON.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The catalogue's code, or a code of Batch that is passed on.</summary>
    public required string Code { get; init; }

    /// <summary>The catalogue's sentence.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What, where, and how to mend it. Never a stack trace, never a secret.</summary>
    public required string Detail { get; init; }

    /// <summary>The request's path or the blob that this is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instance { get; init; }

    /// <summary>The run that this is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RunId { get; init; }

    /// <summary>Single faults, with JSON pointers for manifests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ManifestError>? Errors { get; init; }

    /// <summary>Makes a problem from a catalogue entry; without <paramref name="detail"/> the mend is the detail.</summary>
    public static Problem Of(string code, string? detail = null, IReadOnlyList<ManifestError>? errors = null)
    {
        ErrorEntry entry = ErrorCatalogue.Find(code);
        return new Problem
        {
            Code = code,
            Title = entry.Title,
            Status = entry.Status,
            Detail = detail is null ? entry.Mend : detail,
            Errors = errors,
        };
    }

    /// <summary>Makes one problem of a manifest's errors: a single error keeps its own code, several become <see cref="ErrorCodes.InvalidManifest"/>.</summary>
    public static Problem Of(IReadOnlyList<ManifestError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string code = errors.Select(e => e.Code).Distinct(StringComparer.Ordinal).Count() == 1 ? errors[0].Code : ErrorCodes.InvalidManifest;
        return Of(code, errors.Count == 0 ? null : $"{errors[0]}{(errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "")}", errors);
    }

    /// <summary>The problem as UTF-8 JSON.</summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, DomainJson.Default.Problem);
}
