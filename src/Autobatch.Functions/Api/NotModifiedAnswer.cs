using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>304: the caller has this version.</summary>
internal sealed class NotModifiedAnswer(string etag) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.Headers.ETag = etag;
        response.Headers.CacheControl = "private, no-cache";
        return Task.CompletedTask;
    }
}
