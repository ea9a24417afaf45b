using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Answers the requests of one HTTP function.</summary>
internal sealed partial class HttpFunctionEndpoint(
    FunctionModel function, HttpTriggerModel trigger, FunctionRunner runner, FunctionKeys keys, ILogger<HttpFunctionEndpoint> logger)
{
    private static readonly ActionDescriptor NoAction = new();

    public async Task AnswerAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, trigger.Level, function.Name))
        {
            await Problem.WriteAsync(http, 401, "KeyRequired", "Send the key in the header x-functions-key or in the query as code.");
            return;
        }

        FunctionCall call = Call(http);
        try
        {
            await WriteAsync(http, await runner.RunAsync(function, call, http.RequestAborted));
        }
        catch (BadHttpRequestException bad)
        {
            await Problem.WriteAsync(http, bad, call.InvocationId);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            LogAborted(logger, function.Name, call.InvocationId);
        }
        catch (Exception failure)
        {
            // The boundary to the caller: the log gets the exception, the caller a name for it.
            LogFailure(logger, failure, function.Name, call.InvocationId);
            await FailAsync(http, call.InvocationId);
        }
    }

    private static Task FailAsync(HttpContext http, string invocationId)
    {
        if (http.Response.HasStarted)
        {
            // What was sent looks like an answer; only breaking the connection tells the caller that it is not.
            http.Abort();
            return Task.CompletedTask;
        }

        return Problem.WriteAsync(http, 500, "FunctionFailed",
            $"The function failed. Its log has the reason under invocation {invocationId}.", invocationId);
    }

    private static FunctionCall Call(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, StringValues value) in http.Request.Query) data[name] = value.ToString();
        foreach ((string name, object? value) in http.Request.RouteValues) data[name] = value;
        return new FunctionCall(http)
        {
            Data = data.Count == 0 ? BindingValues.None : new BindingValues(data),
            Trace = http.Request.Headers.TraceParent is { Count: > 0 } parent
                ? new TraceData(parent.ToString(), http.Request.Headers.TraceState.ToString())
                : TraceData.None,
            Items = new Dictionary<object, object> { [HttpInvocation.HttpContextKey] = http },
        };
    }

    [SuppressMessage("Performance", "CA1859", Justification = "The result is whatever the function returned.")]
    private static Task WriteAsync(HttpContext http, object? result)
    {
        switch (result)
        {
            case null:
                return Task.CompletedTask;
            case IActionResult action:
                return action.ExecuteResultAsync(new ActionContext(http, new RouteData(http.Request.RouteValues), NoAction));
            case IResult answer:
                return answer.ExecuteAsync(http);
            case string text:
                return Results.Text(text).ExecuteAsync(http);
            default:
                return http.Response.WriteAsJsonAsync(result, result.GetType(), http.RequestAborted);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Function {Function} failed; invocation {InvocationId}", EventName = "FunctionFailed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string function, string invocationId);

    [LoggerMessage(2, LogLevel.Debug, "The caller of function {Function} went away; invocation {InvocationId}", EventName = "CallerGone")]
    private static partial void LogAborted(ILogger logger, string function, string invocationId);
}
