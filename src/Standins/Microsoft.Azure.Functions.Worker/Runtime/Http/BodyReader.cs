using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Reads a request's JSON body into a parameter.</summary>
internal abstract class BodyReader
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <exception cref="BadHttpRequestException">The body is not the JSON that the parameter wants; the message says where.</exception>
    public static async Task<object?> ReadAsync(HttpContext http, Type type, CancellationToken cancellation)
    {
        if (type == typeof(string))
        {
            using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
            return await reader.ReadToEndAsync(cancellation);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, Web, cancellation);
        }
        catch (JsonException bad)
        {
            throw new BadHttpRequestException($"The body is not the JSON that is wanted here, at {bad.Path ?? "$"}, line {bad.LineNumber + 1}.", bad);
        }
    }
}
