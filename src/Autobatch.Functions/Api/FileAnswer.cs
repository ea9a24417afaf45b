using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Streams a file or a part of it. What tasks write is never taken for anything that a browser would run.</summary>
internal sealed class FileAnswer(Stream content, string path, (long Offset, long Length, long Size)? part = null) : IActionResult
{
    private static readonly string[] s_text = [".txt", ".log", ".csv", ".tsv", ".json", ".xml", ".md", ".html", ".htm"];

    public async Task ExecuteResultAsync(ActionContext context)
    {
        await using (content)
        {
            HttpResponse response = context.HttpContext.Response;
            response.ContentType = s_text.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? "text/plain; charset=utf-8" : "application/octet-stream";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.AcceptRanges = "bytes";
            if (part is var (offset, length, size))
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.ContentLength = length;
                response.Headers.ContentRange = $"bytes {offset}-{offset + length - 1}/{size}";
            }

            await content.CopyToAsync(response.Body, context.HttpContext.RequestAborted);
        }
    }
}
