using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// Keeps web pages from speaking to the local host: the Host and the Origin must be loopback, and what changes something must be JSON, YAML or
/// bytes, which a page of another origin cannot send without being asked first.
/// </summary>
internal static class LoopbackGuard
{
    private static readonly string[] Others = ["application/yaml", "application/x-yaml", "text/yaml", "application/octet-stream"];

    public static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (Refuse(http.Request) is { } refused)
        {
            await Problem.WriteAsync(http, refused.Status, refused.Code, refused.Detail);
            return;
        }

        await next(http);
    }

    internal static (int Status, string Code, string Detail)? Refuse(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            return (403, "HostNotLoopback", "The Host header names no loopback address. Call 127.0.0.1 or localhost.");
        foreach (string? origin in request.Headers.Origin)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || !IsLoopback(uri.Host))
                return (403, "OriginNotLoopback", "Requests of web pages of other origins are refused.");
        }

        return Changes(request.Method) && !IsForeignToForms(request)
            ? (415, "ContentTypeNotJson", "A request with a body wants the header 'Content-Type: application/json'.")
            : null;
    }

    private static bool Changes(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) || HttpMethods.IsPatch(method);

    private static bool IsForeignToForms(HttpRequest request)
    {
        bool hasBody = request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
        if (string.IsNullOrEmpty(request.ContentType)) return !hasBody;
        return MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
                || Others.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase));
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
