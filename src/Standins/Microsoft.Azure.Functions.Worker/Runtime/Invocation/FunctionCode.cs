using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Calls a function's method: made once at start, then no reflection per call.</summary>
internal sealed class FunctionCode
{
    private readonly MethodInvoker _method;
    private readonly ObjectFactory? _factory;
    private readonly ResultReader _result;

    /// <exception cref="InvalidOperationException">The class has no constructor that services can call.</exception>
    public FunctionCode(MethodInfo method)
    {
        _method = MethodInvoker.Create(method);
        _factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _result = ResultReader.For(method.ReturnType);
    }

    /// <summary>Runs the method with an instance of its own; disposes the instance afterwards.</summary>
    /// <remarks>Orchestrator code passes here too: every await stays on the caller's scheduler and awaits only the function.</remarks>
    public async Task<object?> RunAsync(IServiceProvider services, object?[] arguments)
    {
        object? instance = _factory?.Invoke(services, null);
        try
        {
            return await _result.ReadAsync(_method.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            if (instance is IAsyncDisposable async) await async.DisposeAsync();
            else (instance as IDisposable)?.Dispose();
        }
    }
}
