using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Answers with JSON, whatever formatters the host has.</summary>
internal sealed class JsonAnswer(byte[] body, string mediaType, int status, string? location = null) : IActionResult
{
    /// <summary>The version of what is answered; null when nobody can ask by it.</summary>
    public string? ETag { get; init; }

    /// <summary>Seconds after which another try may do better; null when it would not.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The size of the file whose range was missed; null in every other answer.</summary>
    public long? FileSize { get; init; }

    public static JsonAnswer Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string? location = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", status, location);

    public static JsonAnswer Of<T>(T value, JsonTypeInfo<T> type, string etag) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", StatusCodes.Status200OK) { ETag = etag };

    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = ETag is null ? "no-store" : "private, no-cache";
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
        }

        if (location is not null)
        {
            response.Headers.Location = location;
        }

        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (FileSize is { } size)
        {
            response.Headers.ContentRange = $"bytes */{size}";
        }

        await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
    }
}
