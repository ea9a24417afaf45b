using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Names what goes wrong outside functions: no such route, a wrong method, a broken request, a fault of the host.</summary>
internal sealed partial class RequestFaults(ILogger<RequestFaults> logger)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad)
        {
            await Problem.WriteAsync(http, bad);
            return;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, http.Request.Method, http.Request.Path);
            await Problem.WriteAsync(http, 500, "HostFailed", "The host failed to answer; its log has the reason.");
            return;
        }

        if (http.Response.HasStarted || http.Response.ContentLength is not null) return;
        if (http.Response.StatusCode == 404 && http.GetEndpoint() is null)
            await Problem.WriteAsync(http, 404, "RouteNotFound", "No function has this route. GET /admin/functions lists them all.");
        else if (http.Response.StatusCode == 405)
            await WrongMethodAsync(http);
    }

    private static Task WrongMethodAsync(HttpContext http)
    {
        string allowed = http.Response.Headers.Allow.ToString();
        // Only the router sets Allow; a function's own 405 stays as it is.
        if (allowed.Length == 0) return Task.CompletedTask;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Allow = allowed;
            return Task.CompletedTask;
        });
        return Problem.WriteAsync(http, 405, "MethodNotAllowed", $"This route takes {allowed}.");
    }

    [LoggerMessage(1, LogLevel.Error, "Answering {Method} {Path} failed", EventName = "RequestFault")]
    private static partial void LogFault(ILogger logger, Exception fault, string method, string path);
}
