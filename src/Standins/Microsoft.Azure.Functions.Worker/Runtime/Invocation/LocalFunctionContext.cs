using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>One invocation in this process.</summary>
/// <param name="function">The function.</param>
/// <param name="call">What started it.</param>
/// <param name="services">The invocation's own scope.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class LocalFunctionContext(
    FunctionModel function, FunctionCall call, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    private InvocationFeatures? _features;

    public FunctionModel Function => function;

    /// <summary>What the trigger hands over: an HTTP context, a blob, a timer's state, an orchestration, an activity's input.</summary>
    public object Trigger => call.Trigger;

    /// <summary>What the function returned, after it ran.</summary>
    public object? Result { get; set; }

    public override string InvocationId => call.InvocationId;

    public override string FunctionId => function.Definition.Id;

    public override TraceContext TraceContext => call.Trace;

    public override BindingContext BindingContext => call.Data;

    public override RetryContext RetryContext => call.Retry;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IDictionary<object, object> Items { get; set; } = call.Items;

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken { get; } = cancellation;
}
