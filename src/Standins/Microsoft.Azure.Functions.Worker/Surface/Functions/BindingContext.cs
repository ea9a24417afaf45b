namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knew about the event that started an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>Trigger data by name: route values, path parts, the blob's properties.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
