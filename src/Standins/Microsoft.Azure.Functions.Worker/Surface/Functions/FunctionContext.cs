namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of one function, as middleware and functions see it.</summary>
public abstract class FunctionContext
{
    /// <summary>Identifies this invocation; every log line and error answer of the invocation carries it.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Identifies the function (not the invocation).</summary>
    public abstract string FunctionId { get; }

    /// <summary>The caller's trace identifiers.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knew.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt this is; null when the function has no retry policy and its trigger does not count.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function's definition.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that middleware and the function hand to each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Features of this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signalled when the caller went away, the function timed out, or the host's patience at its end is over.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
