namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Makes one parameter's value for one invocation; chosen once at start.</summary>
internal delegate ValueTask<object?> ParameterBinder(LocalFunctionContext context);
