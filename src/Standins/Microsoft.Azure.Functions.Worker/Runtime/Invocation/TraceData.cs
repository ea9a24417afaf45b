namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

internal sealed class TraceData(string parent, string state) : TraceContext
{
    public static TraceData None { get; } = new("", "");

    public override string TraceParent { get; } = parent;

    public override string TraceState { get; } = state;
}
