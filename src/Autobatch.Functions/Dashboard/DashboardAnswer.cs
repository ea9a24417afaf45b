using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Autobatch.Functions.Dashboard;

/// <summary>Answers with a file of the page: compressed as the browser likes it, unchanged files by 304.</summary>
/// <param name="file">The file.</param>
/// <param name="keep">Whether browsers may keep it for ever, since its name changes with its content.</param>
internal sealed class DashboardAnswer(DashboardFile file, bool keep) : IActionResult
{
    // Scripts and styles come from the app alone; images may also be what the page itself has fetched for a preview. No style attribute, no inline script.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpRequest request = context.HttpContext.Request;
        HttpResponse response = context.HttpContext.Response;
        response.Headers.ETag = file.ETag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = keep ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (request.Headers.IfNoneMatch.Any(tags => tags is not null && tags.Split(',', StringSplitOptions.TrimEntries).Contains(file.ETag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (byte[] body, string? encoding) = Accepts(request, "br") ? (file.Brotli, "br") : Accepts(request, "gzip") ? (file.Gzip, "gzip") : (file.Plain, (string?)null);
        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
    }

    private static bool Accepts(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding!, out IList<StringWithQualityHeaderValue>? accepted)
        && accepted.Any(a => a.Quality is not 0 && StringSegment.Equals(a.Value, encoding, StringComparison.OrdinalIgnoreCase));
}
