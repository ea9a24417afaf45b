using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Answers with JSON, whatever formatters the host has.</summary>
internal sealed class JsonAnswer(byte[] body, string mediaType, int status, string? location = null) : IActionResult
{
    public static JsonAnswer Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string? location = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", status, location);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
    }
}
