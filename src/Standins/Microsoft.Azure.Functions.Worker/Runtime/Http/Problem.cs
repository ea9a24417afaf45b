using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>An error answer of the host itself, <c>application/problem+json</c>.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Detail">What, where and how to mend it.</param>
internal sealed record Problem(string Type, string Title, int Status, string Code, string Detail, string? InvocationId = null)
{
    /// <summary>The same for a request that could not be read.</summary>
    public static Task WriteAsync(HttpContext http, BadHttpRequestException bad, string? invocationId = null) =>
        WriteAsync(http, bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "BodyTooLarge" : "BadRequest", bad.Message, invocationId);

    /// <summary>Writes the answer unless one has begun.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string code, string detail, string? invocationId = null)
    {
        if (http.Response.HasStarted) return;
        var problem = new Problem("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), status, code, detail, invocationId);
        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(problem, ProblemJson.Default.Problem);
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}

[JsonSerializable(typeof(Problem))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ProblemJson : JsonSerializerContext;
