namespace Microsoft.Azure.Functions.Worker;

/// <summary>The caller's trace, in the words of the W3C trace context.</summary>
public abstract class TraceContext
{
    /// <summary>The traceparent header; empty when there was none.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The tracestate header; empty when there was none.</summary>
    public abstract string TraceState { get; }
}
