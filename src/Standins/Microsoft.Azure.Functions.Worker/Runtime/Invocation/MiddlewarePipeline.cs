using Microsoft.Azure.Functions.Worker.Middleware;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>The app's middleware, in the order of registration: the first is the outermost.</summary>
internal sealed class MiddlewarePipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    public FunctionExecutionDelegate Around(FunctionExecutionDelegate function) =>
        middleware.Reverse().Aggregate(function, (next, layer) => layer(next));
}
