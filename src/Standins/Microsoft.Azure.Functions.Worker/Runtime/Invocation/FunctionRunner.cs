using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Runs functions: a scope each, the app's middleware around, the parameters bound last.</summary>
internal sealed partial class FunctionRunner(
    IServiceScopeFactory scopes,
    MiddlewarePipeline pipeline,
    InvocationBreaker breaker,
    HostJson host,
    TimeProvider time,
    ILogger<FunctionRunner> logger)
{
    private readonly FunctionExecutionDelegate _run = pipeline.Around(ExecuteAsync);

    /// <summary>
    /// Runs an invocation with the host's time-out. An exception of the function passes through; the host's stop, when its patience is over,
    /// and the caller's token cancel the invocation.
    /// </summary>
    public async Task<object?> RunAsync(FunctionModel function, FunctionCall call, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = host.FunctionTimeout is { } timeout
            ? new CancellationTokenSource(timeout, time)
            : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation, breaker.Broken);
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var context = new LocalFunctionContext(function, call, scope.ServiceProvider, both.Token);
        try
        {
            await _run(context);
            return context.Result;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            LogTimeout(logger, function.Name, call.InvocationId, host.FunctionTimeout!.Value);
            throw new TimeoutException(
                $"Function '{function.Name}' ran longer than functionTimeout in host.json ({host.FunctionTimeout}).");
        }
    }

    /// <summary>Runs orchestrator code: nothing is awaited but the middleware and the function, and no time-out applies.</summary>
    public async Task<object?> RunOrchestratorAsync(FunctionModel function, FunctionCall call)
    {
        using IServiceScope scope = scopes.CreateScope();
        var context = new LocalFunctionContext(function, call, scope.ServiceProvider, CancellationToken.None);
        await _run(context);
        return context.Result;
    }

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var local = (LocalFunctionContext)context;
        ParameterBinder[] binders = local.Function.Binders;
        var arguments = new object?[binders.Length];
        for (int i = 0; i < binders.Length; i++)
        {
            arguments[i] = await binders[i](local);
        }

        local.Result = await local.Function.Code.RunAsync(local.InstanceServices, arguments);
    }

    [LoggerMessage(1, LogLevel.Error, "Function {Function} ran longer than {Limit}; invocation {InvocationId} was cancelled",
        EventName = "FunctionTimeout")]
    private static partial void LogTimeout(ILogger logger, string function, string invocationId, TimeSpan limit);
}
