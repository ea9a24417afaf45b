namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>What a trigger knows when it starts a function.</summary>
/// <param name="Trigger">The trigger's own object.</param>
internal sealed record FunctionCall(object Trigger)
{
    public string InvocationId { get; init; } = Guid.NewGuid().ToString();

    public TraceData Trace { get; init; } = TraceData.None;

    public BindingValues Data { get; init; } = BindingValues.None;

    public AttemptData Retry { get; init; } = AttemptData.First;

    public Dictionary<object, object> Items { get; init; } = [];
}
